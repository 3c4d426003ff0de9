/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_TIMELINE_ROW_H
#define TUI_REPORT_TIMELINE_ROW_H

#include <stdio.h>

#include "data/sample.h"

/* Cells of a row: fewer where a mapping has fewer pages, or grows. */
#define TIMELINE_CELLS 64

/* What a mapping, or a part of it, was like at one moment. */
struct timeline_told {
	const char *source;
	pid_t pid;
	unsigned long number;		/* of the row, from 1 on */
	int64_t wall_s;			/* CLOCK_REALTIME */
	uint64_t began_ns;		/* CLOCK_MONOTONIC, of the first row */
	const struct sample_mapping *mapping;
	const char *name;		/* of it, any bytes */
	const struct sample_scan *scan;	/* its range, and when that was */
	const struct scan_cell *cells;
	bool tells_zero;		/* zero and huge are told from written */
};

/*
 * Write a row as a line: time, sums, and a character for each cell; before it
 * the heads, if it is the first one or its range or cells are others than
 * those of @before, NULL: there was none. Errors stay in ferror(@out).
 */
void timeline_write(const struct timeline_told *row,
		    const struct sample_scan *before, FILE *out);

/* Likewise as JSON, a line, see docs/json.md. */
void timeline_write_json(const struct timeline_told *row, FILE *out);

#endif
