/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_SCHEME_H
#define TUI_SCREEN_SCHEME_H

#include <stdbool.h>
#include <stddef.h>

/* What is behind the colours. */
enum background {
	BACKGROUND_DARK,
	BACKGROUND_LIGHT,
	NR_BACKGROUNDS,
	BACKGROUND_ASKED = NR_BACKGROUNDS, /* as the terminal says, else dark */
};

/* Hues, a set for each kind of eyes. */
enum hue_set {
	HUES_USUAL,
	HUES_COLOR_BLIND,	/* told apart as far as they can be, by all */
	NR_HUE_SETS,
};

/* The colours that people choose from, by name. */
enum scheme {
	SCHEME_AUTO,
	SCHEME_DARK,
	SCHEME_LIGHT,
	SCHEME_COLOR_BLIND,
	SCHEME_COLOR_BLIND_DARK,
	SCHEME_COLOR_BLIND_LIGHT,
	NR_SCHEMES,
};

struct scheme_info {
	const char *name;	/* for --scheme */
	const char *also;	/* the same as others spell it, or NULL */
	enum hue_set hues;
	enum background background;
};

extern const struct scheme_info schemes[NR_SCHEMES];

/* What --scheme calls @scheme. */
const char *scheme_name(size_t scheme);

/* The scheme that --scheme calls @name; NR_SCHEMES: there is none. */
enum scheme scheme_by_name(const char *name);

/*
 * The background of a terminal that has answered OSC 11: in @reply is what came
 * between ESC ] and its end, "11;rgb:hhhh/hhhh/hhhh". false: it tells none.
 */
bool scheme_background(const char *reply, enum background *background);

#endif
