// SPDX-License-Identifier: GPL-2.0
/* The options of tamdemo itself. */
#include <stddef.h>

#include "own.h"

const struct own_option own_options[NR_OWN + 1] = {
	{ "list", OWN_LIST, "the demos, as below" },
	{ "json", OWN_JSON, "of --list: for programs" },
	{ "help", OWN_HELP,
	  "this text; tamdemo DEMO --help: the demo's options" },
	{ NULL, 0, NULL }
};
