/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_GROUP_KEY_H
#define TUI_MODEL_GROUP_KEY_H

#include <stdbool.h>
#include <sys/types.h>

#include "model/row.h"

/* What processes have in common: how it is told, and what each lot is. */
#define GROUP_KINDS(X)					\
	X(USER,		"user")				\
	X(COMMAND,	"command")			\
	X(CGROUP,	"cgroup")

#define GROUP_ENUM(kind, name) GROUP_##kind,
enum group_kind { GROUP_NONE, GROUP_KINDS(GROUP_ENUM) NR_GROUP_KINDS };
#undef GROUP_ENUM

/* "user", "command", "cgroup" */
const char *group_kind_name(enum group_kind kind);

/*
 * Which group: a user, a program by the name that the kernel has for it, or
 * the path of a cgroup, "" for those in none, NULL where it is not known yet.
 */
struct group_key {
	enum group_kind kind;		/* GROUP_NONE: all processes */
	uid_t uid;
	const char *text;		/* its owner's */
};

/* The group of that kind which the process of @row is of. */
struct group_key group_key_of(enum group_kind kind, const struct row *row);

/* The order of two of one kind; what is not known comes first. 0: the same. */
int group_key_compare(const struct group_key *a, const struct group_key *b);

/* Is the process of @row one of the group? */
bool group_has(const struct group_key *key, const struct row *row);

#endif
