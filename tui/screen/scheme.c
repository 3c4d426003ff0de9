// SPDX-License-Identifier: GPL-2.0
/* The table of schemes, and what a terminal says of its background. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "screen/scheme.h"

const struct scheme_info schemes[NR_SCHEMES] = {
	[SCHEME_AUTO] = { "auto", NULL, HUES_USUAL, BACKGROUND_ASKED },
	[SCHEME_DARK] = { "dark", NULL, HUES_USUAL, BACKGROUND_DARK },
	[SCHEME_LIGHT] = { "light", NULL, HUES_USUAL, BACKGROUND_LIGHT },
	[SCHEME_COLOR_BLIND] = {
		"colour-blind", "color-blind",
		HUES_COLOR_BLIND, BACKGROUND_ASKED,
	},
	[SCHEME_COLOR_BLIND_DARK] = {
		"colour-blind-dark", "color-blind-dark",
		HUES_COLOR_BLIND, BACKGROUND_DARK,
	},
	[SCHEME_COLOR_BLIND_LIGHT] = {
		"colour-blind-light", "color-blind-light",
		HUES_COLOR_BLIND, BACKGROUND_LIGHT,
	},
};

static bool has_name(const struct scheme_info *scheme, const char *name)
{
	return !strcmp(scheme->name, name) ||
	       (scheme->also && !strcmp(scheme->also, name));
}

const char *scheme_name(size_t scheme)
{
	return schemes[scheme].name;
}

enum scheme scheme_by_name(const char *name)
{
	int i;

	for (i = 0; i < NR_SCHEMES; i++)
		if (has_name(&schemes[i], name))
			break;
	return (enum scheme)i;
}

/* One colour of a reply: up to four digits, which are a fraction; -1: none */
static int reply_channel(const char **text)
{
	unsigned long value;
	char *end;

	if (!isxdigit((unsigned char)**text))
		return -1;
	value = strtoul(*text, &end, 16);
	if (end - *text > 4)
		return -1;
	value = value * 255 / ((1UL << (4 * (end - *text))) - 1);
	*text = end;
	return (int)value;
}

bool scheme_background(const char *reply, enum background *background)
{
	static const int weights[3] = { 299, 587, 114 };
	const char *text = strstr(reply, "rgb");
	int i, value, sum = 0;

	if (strncmp(reply, "11;", 3) || !text)
		return false;
	text += strcspn(text, ":");
	for (i = 0; i < 3; i++) {
		if (*text != (i ? '/' : ':'))
			return false;
		text++;
		value = reply_channel(&text);
		if (value < 0)
			return false;
		sum += weights[i] * value;
	}
	*background = sum > 127 * 1000 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
	return true;
}
