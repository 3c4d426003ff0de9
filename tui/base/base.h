/* SPDX-License-Identifier: GPL-2.0 */
/*
 * base/: what every other folder of tui/ stands on, and what knows of none of
 * them: it has no part in what tamtop is about.
 *
 * status.h	every way to fail, as a code with a text and an exit code; die()
 * alloc.h	memory that is there, or the end of the program
 * text.h	text from outside: its width, its characters, made harmless
 * buffer.h	output on its way to a file
 * sorted.h	searches of records that are in order
 * parse.h	what a person has typed: numbers, seconds, pids, ranges
 *
 * In comes what the C library gives; out goes what a caller may rely on.
 * It may include lib's common/ and nothing of tui/; all may include it.
 */
#ifndef TUI_BASE_BASE_H
#define TUI_BASE_BASE_H

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* What a macro stands for, as text. */
#define STRINGIFY_AS_IS(a)	#a
#define STRINGIFY(a)	STRINGIFY_AS_IS(a)

#endif
