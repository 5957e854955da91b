#!/bin/sh
# Haiku needs its own linker flags
case "$(uname -s)" in
Haiku) LDFLAGS="-lnetwork -lbe" ;;
esac
make LDFLAGS="$LDFLAGS"
