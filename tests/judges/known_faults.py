"""What judges of accessibility report although it is no fault, each with the reason; nothing else is ignored."""

#: rules of HTML CodeSniffer, the engine of pa11y
NOT_FAULTS = {
    "WCAG2AA.Principle1.Guideline1_3.1_3_5.H98": 'takes autocomplete="username" on an e-mail field for wrong; the HTML standard allows it',
}
#: rules of axe, with the selector they are wrong about
NOT_VIOLATIONS: dict[str, str] = {}
