// SPDX-License-Identifier: GPL-2.0
/* Where the config file is, and the home. */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/conf_path.h"
#include "base/alloc.h"
#include "base/text.h"

#define NAME "tamtop/config"

/* What isn't a whole path is none, says the XDG base directory specification. */
static const char *whole_path(const char *path)
{
	return path && *path == '/' ? path : NULL;
}

static const char *home(void)
{
	const char *path = whole_path(getenv("HOME"));
	const struct passwd *user;

	if (path)
		return path;
	user = getpwuid(geteuid());
	return user ? whole_path(user->pw_dir) : NULL;
}

static char *join(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = xcalloc(size, 1);

	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

/* "~/.config/tamtop/config" */
static char *shorten(const char *path, const char *folder)
{
	size_t len = folder ? strlen(folder) : 0;

	if (len > 1 && text_begins_with(path, folder) && path[len] == '/')
		return join("~", path + len + 1);
	return xstrdup(path);
}

char *conf_path(char **shown)
{
	const char *xdg = whole_path(getenv("XDG_CONFIG_HOME"));
	const char *folder = home();
	char *path = NULL;

	if (xdg)
		path = join(xdg, NAME);
	else if (folder)
		path = join(folder, ".config/" NAME);
	*shown = path ? shorten(path, folder) : NULL;
	return path;
}

char *conf_path_typed(const char *path)
{
	const char *folder = home();

	if (folder && text_begins_with(path, "~/"))
		return join(folder, path + 2);
	return xstrdup(path);
}
