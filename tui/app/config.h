/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONFIG_H
#define TUI_APP_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "app/conf.h"
#include "app/opening.h"
#include "app/setting.h"
#include "common/clock.h"
#include "screen/export.h"

struct player;

/* How the program is to behave; plain data, the strings are the caller's. */
struct app_config {
	const struct clock *clock;	/* of what is shown */
	const struct clock *steady;	/* of whoever looks at it */
	const struct clock *wall;	/* ns since 1970, for dates */
	struct player *player;		/* of a recording; NULL: it is live */
	const char *recording;		/* its file */
	const char *source;		/* badge of line 1 */
	const char *release;		/* kernel release, uname(2) */
	struct settings settings;	/* that are in force at first */
	struct conf *conf;		/* to be saved to by key W; NULL: nowhere */
	unsigned long max_samples;	/* end after so many; 0: never */
	const pid_t *pids;		/* only these; nr_pids 0: all */
	size_t nr_pids;
	const struct proc_id *found;	/* and only these; nr_found 0: likewise */
	size_t nr_found;
	const char *of;			/* what these were asked for by, or NULL */
	pid_t open_pid;			/* to be opened at once; 0: none */
	bool opens_view;		/* of .settings: nothing else is opened */
	enum opening opening;		/* likewise, and what is chosen of them */
	const char *filter;		/* of the list, without a mistake; NULL:
					 * none
					 */
	bool readonly;			/* nothing is started, ended, written */
	enum export_format save_as;	/* NR_EXPORT_FORMATS: ask each time */
};

#endif
