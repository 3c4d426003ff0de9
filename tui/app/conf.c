// SPDX-License-Identifier: GPL-2.0
/* The person's config: read once, and written only when that is asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf.h"
#include "app/conf_file.h"
#include "app/conf_path.h"
#include "app/conf_text.h"

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
	SAVED_SAME,		/* there was nothing to write */
	SAVED_NONE,		/* nor is there a file */
	SAVED_NOT,
	SAVED_CHANGED,		/* nor was it: it is another file by now */
};

static enum saved tell(const struct conf *conf, const char *why, char *told,
		       size_t len)
{
	snprintf(told, len, "not saved: %s: %s", conf->shown, why);
	return SAVED_NOT;
}

static enum saved put(const struct conf *conf, const struct conf_file *file,
		      const char *bytes, size_t nr, char *told, size_t len)
{
	int error;

	if (nr == file->len && !memcmp(bytes, file->bytes, nr))
		return file->exists ? SAVED_SAME : SAVED_NONE;
	error = conf_file_write(file, conf->path, bytes, nr);
	if (error == CONF_CHANGED)
		return SAVED_CHANGED;
	return error ? tell(conf, strerror(-error), told, len) : SAVED_NEW;
}

/* A file that has gone takes nothing of what is in force with it. */
static enum saved merge(const struct conf *conf, const struct settings *now,
			const struct conf_file *file, char *told, size_t len)
{
	struct settings base = settings_default();
	struct conf_text text;
	enum saved saved;
	char *bytes;
	size_t nr;

	if (file->exists && conf->existed)
		base = conf->settings;
	conf_text_read(&text, file->bytes, file->len);
	bytes = conf_text_write(&text, &base, now, &nr);
	conf_text_release(&text);
	if (!bytes)
		return tell(conf, "what is in it leaves no place for that",
			    told, len);
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
	enum saved saved = SAVED_CHANGED;
	int i;

	for (i = 0; i < TRIES && saved == SAVED_CHANGED; i++)
		saved = try(conf, now, told, len);
	return saved == SAVED_CHANGED ?
		       tell(conf, "others are writing it", told, len) :
		       saved;
}

bool conf_save(struct conf *conf, const struct settings *now, char *told,
	       size_t len)
{
	enum saved saved;

	if (!conf->path || conf->off) {
		snprintf(told, len, "not saved: %s", conf->off ?
			 "--no-config was given" :
			 "there is no home for a config file");
		return false;
	}
	saved = save(conf, now, told, len);
	if (saved == SAVED_NOT)
		return false;
	if (saved == SAVED_NEW)
		snprintf(told, len, "saved to %s", conf->shown);
	else if (saved == SAVED_SAME)
		snprintf(told, len, "nothing to save: %s says the same",
			 conf->shown);
	else
		snprintf(told, len,
			 "nothing to save: all settings are the defaults");
	conf->settings = *now;
	conf->existed |= saved == SAVED_NEW;
	return true;
}
