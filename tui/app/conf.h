/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_H
#define TUI_APP_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "app/setting.h"
#include "app/warnings.h"

/* The config file of the person, and what came of it. */
struct conf {
	char *path, *shown;	/* NULL: there is no place for one */
	bool off;		/* --no-config: neither read nor written */
	/* what it said when it was read, or saved, or the defaults */
	struct settings settings;
	bool existed;
	struct warnings warnings;
};

/* Find the config file, and read it unless @off; conf_release() frees. */
void conf_open(struct conf *conf, bool off);
void conf_release(struct conf *conf);

/*
 * Save @now: only what differs from what was read is written, into the file as
 * it is by now. Says in @told what came of it; false: nothing was saved, and
 * the file is as it was.
 */
bool conf_save(struct conf *conf, const struct settings *now, char *told,
	       size_t len);

#endif
