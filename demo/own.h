/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_OWN_H
#define DEMO_OWN_H

/* An option of tamdemo itself, before the name of a demo. */
struct own_option {
	const char *name;	/* behind "--" */
	int key;		/* what getopt_long(3) tells of it */
	const char *help;	/* one line */
};

enum { OWN_HELP = 'h', OWN_LIST = 'l', OWN_JSON = 'j', NR_OWN = 3 };

/* All of them, up to one without a name. */
extern const struct own_option own_options[NR_OWN + 1];

#endif
