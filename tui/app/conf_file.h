/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_FILE_H
#define TUI_APP_CONF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* A config that is larger was not written by a person. */
#define CONF_FILE_MAX_K	64
#define CONF_FILE_MAX	(CONF_FILE_MAX_K << 10)

/* A config file as it was when it was read. */
struct conf_file {
	bool exists;
	char *bytes;		/* never NULL; conf_file_release() frees */
	size_t len;
	struct stat st;
};

/*
 * Read the file @path, whatever it may be: nothing here waits, and no more than
 * CONF_FILE_MAX is read. That there is none is no mistake. false: it can't be
 * read, and @why tells the reason, with the line, if it is in one, in @line.
 */
bool conf_file_read(struct conf_file *file, const char *path, size_t *line,
		    const char **why);
void conf_file_release(struct conf_file *file);

/* What conf_file_write() may say but 0 and what went wrong. */
enum conf_written {
	CONF_CHANGED = 1,	/* not written: it is another file by now */
	CONF_LOCKED,		/* not written: its folder is */
	CONF_UNSURE,		/* written, but it may not outlast a crash */
};

/*
 * Put @bytes in place of what was read into @file, which is at @path, in one
 * step: whoever looks finds the old one or the new one, and at a failure the
 * old one stays, and nothing else. Permissions, with an ACL, and owner are
 * kept, and symbolic links. 0, or the negative errno of what went wrong, or one
 * of enum conf_written.
 */
int conf_file_write(const struct conf_file *file, const char *path,
		    const char *bytes, size_t len);

#endif
