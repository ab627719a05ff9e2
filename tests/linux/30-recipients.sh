#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Recipients of 200 files of 6.12 against get_maintainer.pl itself, see quick-30-recipients.sh.
TREEWIDE_FILES=200 exec "$(dirname "$0")/quick-30-recipients.sh"
