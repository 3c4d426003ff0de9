/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_WARNINGS_H
#define TUI_APP_WARNINGS_H

#include <stddef.h>
#include <stdio.h>

/* What is wrong in a file, but no reason to refuse. Zeroed, nothing is. */
struct warnings {
	struct warning {
		size_t line;	/* 0: it is of the whole file */
		char *text;
	} *of;
	size_t nr;		/* that are kept, of @all */
	unsigned long max;
	size_t all;
};

/* Add one. Of very many only the first are kept, and counted. */
__attribute__((format(printf, 3, 4)))
void warnings_add(struct warnings *warnings, size_t line, const char *format,
		  ...);
void warnings_release(struct warnings *warnings);

/* "tamtop: PATH:3: ..." each, harmless to a terminal. */
void warnings_print(const struct warnings *warnings, const char *path,
		    FILE *out);

/* The first one in a line, and how many more there are. */
void warnings_sum_up(const struct warnings *warnings, const char *name,
		     char *buf, size_t len);

#endif
