"""The labelled demo: data, the mail box anybody may read, and the supervisor of `./dev run`."""
