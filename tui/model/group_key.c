// SPDX-License-Identifier: GPL-2.0
/* What makes processes a group, and which of them are one. */
#include <stddef.h>
#include <string.h>

#include "model/group_key.h"

const char *group_kind_name(enum group_kind kind)
{
#define GROUP_NAME(kind, name) [GROUP_##kind] = name,
	static const char *const names[NR_GROUP_KINDS] = {
		[GROUP_NONE] = "none", GROUP_KINDS(GROUP_NAME)
	};
#undef GROUP_NAME

	return names[kind];
}

struct group_key group_key_of(enum group_kind kind, const struct row *row)
{
	struct group_key key = { .kind = kind };

	switch (kind) {
	case GROUP_USER:
		key.uid = row->now.uid;
		break;
	case GROUP_COMMAND:
		key.text = row->now.comm;
		break;
	case GROUP_CGROUP:
		key.text = row->cgroup;
		break;
	case GROUP_NONE:
	case NR_GROUP_KINDS:
		break;
	}
	return key;
}

int group_key_compare(const struct group_key *a, const struct group_key *b)
{
	if (a->uid != b->uid)
		return a->uid < b->uid ? -1 : 1;
	if (!a->text || !b->text)
		return !b->text - !a->text;
	return strcmp(a->text, b->text);
}

bool group_has(const struct group_key *key, const struct row *row)
{
	struct group_key its = group_key_of(key->kind, row);

	return !group_key_compare(key, &its);
}
