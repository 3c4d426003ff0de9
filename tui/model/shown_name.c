// SPDX-License-Identifier: GPL-2.0
/* Names of memory that only looks like a deleted file. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "model/shown_name.h"

#define DELETED " (deleted)"
#define SYSV "/SYSV"
#define SYSV_DIGITS 8
#define MEMFD "/memfd:"
#define AIO "/[aio]"

static const struct {
	const char *name, *shown;
} fixed[] = {
	{ "/dev/zero" DELETED, "[shared anon]" },
	{ "/anon_hugepage" DELETED, "[anon hugetlb]" },
	{ AIO DELETED, "[aio]" },
	/* IPC_PRIVATE */
	{ SYSV "00000000" DELETED, "[sysv private]" },
};

/* The part of @name between @begin and the mark of a deleted file; 0: none. */
static size_t between(const char *name, const char *begin)
{
	size_t len = strlen(name), mark = strlen(DELETED);
	size_t before = strlen(begin);

	if (!text_begins_with(name, begin) || len <= before + mark ||
	    strcmp(name + len - mark, DELETED))
		return 0;
	return len - before - mark;
}

/* The key of shared memory, as ipcs(1) has it: eight digits. */
static bool has_key(const char *name)
{
	size_t i, nr = between(name, SYSV);

	for (i = 0; i < nr; i++)
		if (!isxdigit((unsigned char)name[strlen(SYSV) + i]))
			return false;
	return nr == SYSV_DIGITS;
}

const char *shown_name(const char *name, char *buf, size_t len)
{
	size_t i, part;

	for (i = 0; i < ARRAY_SIZE(fixed); i++)
		if (!strcmp(name, fixed[i].name))
			return fixed[i].shown;
	if (has_key(name)) {
		snprintf(buf, len, "[sysv 0x%.*s]", SYSV_DIGITS,
			 name + strlen(SYSV));
		return buf;
	}
	part = between(name, MEMFD);
	if (!part)
		return name;
	snprintf(buf, len, "[memfd:%.*s]", (int)part, name + strlen(MEMFD));
	return buf;
}
