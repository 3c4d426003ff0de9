// SPDX-License-Identifier: GPL-2.0
/* The person's config: read once, and written only when that is asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf.h"
#include "app/conf_file.h"
#include "app/conf_path.h"
#include "app/conf_write.h"

#define TRIES 3			/* while others write it at the same time */

static void read_conf(struct conf *conf)
{
	struct conf_file file;
	struct conf_text text;
	const char *why;
	size_t line;

	if (conf_file_read(&file, conf->path, &line, &why)) {
		conf->existed = file.exists;
		conf_text_read(&text, file.bytes, file.len);
		conf_text_apply(&text, &conf->settings, &conf->warnings);
		conf_text_release(&text);
	} else {
		warnings_add(&conf->warnings, line, "not read: %s", why);
	}
	conf_file_release(&file);
}

void conf_open(struct conf *conf, bool off)
{
	*conf = (struct conf){ .off = off, .settings = settings_default() };
	conf->path = conf_path(&conf->shown);
	if (conf->path && !off)
		read_conf(conf);
}

void conf_release(struct conf *conf)
{
	warnings_release(&conf->warnings);
	free(conf->path);
	free(conf->shown);
	*conf = (struct conf){ 0 };
}

enum saved {
	SAVED_NEW,
	SAVED_UNSURE,		/* as long as the disk is fine */
	SAVED_SAME,		/* there was nothing to write */
	SAVED_NONE,		/* nor is there a file */
	SAVED_NOT,
	SAVED_OTHERS,		/* nor was it: others are at it, too */
};

static enum saved tell(const struct conf *conf, const char *why, char *told,
		       size_t len)
{
	snprintf(told, len, "not saved: %s: %s", conf->shown, why);
	return SAVED_NOT;
}

/* What conf_file_write() says. */
static enum saved judge(const struct conf *conf, int written, char *told,
			size_t len)
{
	switch (written) {
	case 0:
		return SAVED_NEW;
	case CONF_UNSURE:
		return SAVED_UNSURE;
	case CONF_CHANGED:
		tell(conf, "it keeps changing", told, len);
		return SAVED_OTHERS;
	case CONF_LOCKED:
		tell(conf, "another program has locked its folder", told, len);
		return SAVED_OTHERS;
	default:
		return tell(conf, strerror(-written), told, len);
	}
}

static enum saved put(const struct conf *conf, const struct conf_file *file,
		      const char *bytes, size_t nr, char *told, size_t len)
{
	if (nr == file->len && !memcmp(bytes, file->bytes, nr))
		return file->exists ? SAVED_SAME : SAVED_NONE;
	return judge(conf, conf_file_write(file, conf->path, bytes, nr), told,
		     len);
}

/* A file that has gone takes nothing of what is in force with it. */
static enum saved merge(const struct conf *conf, const struct settings *now,
			const struct conf_file *file, char *told, size_t len)
{
	struct settings base = settings_default();
	struct conf_text text;
	enum saved saved;
	const char *why;
	char *bytes;
	size_t nr;

	if (file->exists && conf->existed)
		base = conf->settings;
	conf_text_read(&text, file->bytes, file->len);
	bytes = conf_text_write(&text, &base, now, &nr, &why);
	conf_text_release(&text);
	if (!bytes)
		return tell(conf, why, told, len);
	saved = put(conf, file, bytes, nr, told, len);
	free(bytes);
	return saved;
}

static enum saved try(const struct conf *conf, const struct settings *now,
		      char *told, size_t len)
{
	struct conf_file file;
	enum saved saved;
	const char *why;
	size_t line;

	if (conf_file_read(&file, conf->path, &line, &why))
		saved = merge(conf, now, &file, told, len);
	else
		saved = tell(conf, why, told, len);
	conf_file_release(&file);
	return saved;
}

static enum saved save(const struct conf *conf, const struct settings *now,
		       char *told, size_t len)
{
	enum saved saved = SAVED_OTHERS;
	int i;

	for (i = 0; i < TRIES && saved == SAVED_OTHERS; i++)
		saved = try(conf, now, told, len);
	return saved == SAVED_OTHERS ? SAVED_NOT : saved;
}

static void tell_saved(const struct conf *conf, enum saved saved, char *told,
		       size_t len)
{
	if (saved == SAVED_NEW)
		snprintf(told, len, "saved to %s", conf->shown);
	else if (saved == SAVED_UNSURE)
		snprintf(told, len,
			 "saved to %s, but the disk reports an error: it may be lost in a crash",
			 conf->shown);
	else if (saved == SAVED_SAME)
		snprintf(told, len, "nothing to save: %s says the same",
			 conf->shown);
	else
		snprintf(told, len,
			 "nothing to save: all settings are the defaults");
}

bool conf_save(struct conf *conf, const struct settings *now, char *told,
	       size_t len)
{
	enum saved saved;

	if (!conf->path || conf->off) {
		snprintf(told, len, "not saved: %s", conf->off ?
			 "--no-config was given" : "no home directory");
		return false;
	}
	saved = save(conf, now, told, len);
	if (saved == SAVED_NOT)
		return false;
	tell_saved(conf, saved, told, len);
	conf->settings = *now;
	conf->existed |= saved == SAVED_NEW || saved == SAVED_UNSURE;
	return true;
}
