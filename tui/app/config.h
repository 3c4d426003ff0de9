/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONFIG_H
#define TUI_APP_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "app/opening.h"
#include "common/clock.h"
#include "model/field.h"
#include "screen/export.h"

#define DELAY_MIN_NS	(NSEC_PER_SEC / 10)
#define DELAY_MAX_NS	(3600 * NSEC_PER_SEC)

/* How the program is to behave; plain data, the strings are the caller's. */
struct app_config {
	const struct clock *clock;
	const struct clock *wall;	/* ns since 1970, for dates */
	const char *source;		/* badge of line 1 */
	const char *release;		/* kernel release, uname(2) */
	uint64_t delay_ns;		/* between samples */
	unsigned long max_samples;	/* end after so many; 0: never */
	const struct field *sort;	/* of the list */
	const struct field_list *columns;	/* likewise; NULL: as they fit */
	const pid_t *pids;		/* only these; nr_pids 0: all */
	size_t nr_pids;
	const struct proc_id *found;	/* and only these; nr_found 0: likewise */
	size_t nr_found;
	const char *of;			/* what these were asked for by, or NULL */
	pid_t open_pid;			/* to be opened at once; 0: none */
	enum opening opening;		/* likewise, and what is chosen of them */
	const char *filter;		/* of the list, without a mistake; NULL:
					 * none
					 */
	bool readonly;			/* nothing is started, ended, written */
	enum export_format save_as;	/* NR_EXPORT_FORMATS: ask each time */
};

#endif
