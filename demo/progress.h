/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_PROGRESS_H
#define DEMO_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "order.h"

/*
 * How far an order is: on a terminal one line rewritten, and nothing while in
 * the background; elsewhere a line at times.
 */
struct progress {
	const struct order *order;
	size_t page_size;	/* bytes */
	uint64_t start_ns;
	uint64_t next_ns;	/* when to show it again */
	size_t width;		/* of the line on the terminal */
	bool terminal;
};

#define PROGRESS_MAX 128

/* The line for where @order is after @elapsed_ns; at most 76 columns. */
void progress_text(char *buf, size_t len, const struct order *order,
		   size_t page_size, uint64_t elapsed_ns);

/* @order must live until progress_end(). */
void progress_start(struct progress *progress, const struct order *order,
		    size_t page_size, uint64_t now_ns);

/* Shows where the order is, if it is time to. */
void progress_show(struct progress *progress, uint64_t now_ns);

/* Shows it for the last time and ends the line. */
void progress_end(struct progress *progress, uint64_t now_ns);

#endif
