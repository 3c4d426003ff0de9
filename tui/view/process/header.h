/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_HEADER_H
#define TUI_VIEW_PROCESS_HEADER_H

#include "model/model.h"
#include "model/target.h"
#include "screen/screen.h"

/* PSS and USS are summed up only when a key asks. */
enum pss_state {
	PSS_NOT_ASKED,
	PSS_ASKED,
	PSS_KNOWN,
};

/* What the lines above the mappings of a process tell. */
struct process_header {
	const struct row *row;		/* as the list knew it last */
	const char *parent;		/* the name of the parent, or "" */
	const struct target *target;
	const uint32_t *growth;		/* KiB touched anew, oldest first */
	int nr_growth;
	bool zero_rate_known;
	int64_t zero_rate;		/* bytes per second */
	enum pss_state pss;
	int width;			/* columns that it may take */
};

/* Lines that it has at most: on a screen that is high enough. */
#define PROCESS_HEADER_MAX 5

/* Lines that it takes on a screen of this height: 1, 3 or all. */
int process_header_height(int height);

/* Draw the @nr lines that matter most, in their usual order, from @y on. */
void process_header_draw(const struct process_header *header, int nr,
			 struct screen *screen, int y);

/* "PSS 12.3M  USS 9.8M  took 1.2ms", or that they are on their way, or "". */
void process_header_pss(const struct process_header *header, char *buf,
			size_t len);

#endif
