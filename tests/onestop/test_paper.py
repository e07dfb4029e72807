"""The sheets: the right words on them, standards kept, and the box for the My Number empty."""

import io
import re
from datetime import date
from typing import Any

import pikepdf
from pypdf import PdfReader
