// SPDX-License-Identifier: GPL-2.0
/* The path of a cgroup as a person knows it. */
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "model/cgroup_name.h"

#define NUMBER_LEAST	32	/* digits: a container's, as its tools print it */
#define NUMBER_SHOWN	12

static bool ends_with(const char *text, size_t len, const char *end)
{
	return len > strlen(end) &&
	       !memcmp(text + len - strlen(end), end, strlen(end));
}

/* Is the part of @len bytes at @part a service or a scope of systemd? */
static bool is_unit(const char *part, size_t len)
{
	return ends_with(part, len, ".service") ||
	       ends_with(part, len, ".scope");
}

static bool is_number(const char *part)
{
	return strspn(part, "0123456789abcdef") >= NUMBER_LEAST;
}

/* Where the last unit begins; without one, the last part, or the two last. */
static const char *meaningful(const char *path)
{
	const char *part = path, *before = path, *unit = NULL;
	const char *at = path;
	size_t len;

	while (*at) {
		at += strspn(at, "/");
		len = strcspn(at, "/");
		if (!len)
			break;
		before = part;
		part = at;
		if (is_unit(at, len))
			unit = at;
		at += len;
	}
	if (unit)
		return unit;
	return is_number(part) ? before + strspn(before, "/") : part;
}

char *cgroup_name(const char *path)
{
	const char *from = meaningful(path);
	char *name, *to;
	size_t digits;

	if (!*path || !path[strspn(path, "/")])
		return xstrdup(*path ? "/" : "-");
	name = xcalloc(strlen(from) + 1, 1);
	for (to = name; *from; from += digits ? digits : 1) {
		digits = strspn(from, "0123456789abcdef");
		if (digits >= NUMBER_LEAST) {
			memcpy(to, from, NUMBER_SHOWN);
			to += NUMBER_SHOWN;
			continue;
		}
		memcpy(to, from, digits ? digits : 1);
		to += digits ? digits : 1;
	}
	return name;
}
