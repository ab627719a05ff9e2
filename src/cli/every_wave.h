/* SPDX-License-Identifier: GPL-2.0 */
/*
 * every_wave.h - a command for each wave of the campaign, in their order
 */
#ifndef EVERY_WAVE_H
#define EVERY_WAVE_H

struct options;

/*
 * Run @command for one wave after the other, as --wave does; with --output in a folder for each.
 * After an answer that is no the next wave follows; wrong use, a tool that fails or a signal ends
 * it. The exit code is that of the worst. With --json one object is printed, whose list "waves"
 * has the document of each with its name and exit code.
 */
int every_wave(const struct options *, int (*command)(const struct options *));

#endif
