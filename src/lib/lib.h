/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lib.h - what every module is written in
 *
 * Failures, release by scope, lists and words, with C's own headers for text and memory. None of it
 * leaves the process: what a module includes beside it says whether it reads files, runs programs
 * or asks the ledger.
 */
#ifndef LIB_H
#define LIB_H

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "lib/word.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#endif
