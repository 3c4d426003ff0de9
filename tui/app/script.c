// SPDX-License-Identifier: GPL-2.0
/* Keys and waits of the command line, and when each one's turn has come. */
#include <stdlib.h>
#include <string.h>

#include "app/script.h"
#include "base/alloc.h"
#include "base/base.h"
#include "base/parse.h"
#include "base/text.h"
#include "screen/input.h"

#define WAIT "wait="
#define WAIT_MAX 100000

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "Enter", TK_ENTER }, { "Esc", TK_ESC }, { "Space", ' ' },
	{ "Tab", TK_TAB }, { "Backspace", TK_BACKSPACE }, { "Up", TK_UP },
	{ "Down", TK_DOWN }, { "Left", TK_LEFT }, { "Right", TK_RIGHT },
	{ "PgUp", TK_PAGE_UP }, { "PgDn", TK_PAGE_DOWN },
	{ "Home", TK_HOME }, { "End", TK_END }, { "F1", TK_F1 },
	{ "F2", TK_F2 }, { "F7", TK_F7 }, { "F8", TK_F8 },
	{ "F3", TK_F3 }, { "F4", TK_F4 }, { "F5", TK_F5 }, { "F6", TK_F6 },
	{ "F9", TK_F9 }, { "F10", TK_F10 }, { "Ctrl-L", TK_CTRL_L },
	{ "Ctrl-U", TK_CTRL_U }, { "Ctrl-W", TK_CTRL_W },
};

static void add_step(struct script *script, uint32_t key, unsigned long wait)
{
	script->steps = xreallocarray(script->steps, script->nr + 1,
				      sizeof(*script->steps));
	script->steps[script->nr++] = (struct script_step){ key, wait };
}

static bool add_wait(struct script *script, const char *word)
{
	uint64_t samples;

	if (!parse_number(word + strlen(WAIT), 1, WAIT_MAX, &samples))
		return false;
	add_step(script, TK_NONE, samples);
	return true;
}

/* "jj" and "40z" are so many keys; "Entr" is a slip. */
static bool add_characters(struct script *script, const char *word)
{
	char32_t glyph;
	int width;

	if (strlen(word) > 1 && word[0] >= 'A' && word[0] <= 'Z')
		return false;
	while (*word) {
		word = text_next(word, &glyph, &width);
		add_step(script, glyph, 0);
	}
	return true;
}

static bool add_word(struct script *script, const char *word)
{
	size_t i;

	if (text_begins_with(word, WAIT))
		return add_wait(script, word);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i].name, word))
			continue;
		add_step(script, names[i].key, 0);
		return true;
	}
	return add_characters(script, word);
}

bool script_parse(struct script *script, const char *text, const char **word,
		  int *len)
{
	char *copy;
	bool ok;

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		*word = text;
		*len = (int)strcspn(text, " ");
		copy = xstrdup(text);
		copy[*len] = '\0';
		ok = add_word(script, copy);
		free(copy);
		if (!ok)
			return false;
		text += *len;
	}
	return true;
}

void script_release(struct script *script)
{
	free(script->steps);
	script->steps = NULL;
	script->nr = 0;
}

/* false: it isn't over yet. */
static bool waited(struct script *script, const struct script_state *state,
		   unsigned long samples)
{
	if (!script->until)
		script->until = state->samples + samples;
	if (state->samples < script->until && !state->paused)
		return false;
	script->until = 0;
	return true;
}

static bool has_come(struct script *script, const struct script_state *state)
{
	if (!script->since_ns)
		script->since_ns = state->now_ns;
	return state->settled ||
	       state->now_ns - script->since_ns >= SCRIPT_PATIENCE_NS;
}

/* The step whose turn it is; NULL: none yet, or no more. */
static const struct script_step *
step_due(struct script *script, const struct script_state *state)
{
	const struct script_step *step;

	for (; script->next < script->nr; script->next++) {
		step = &script->steps[script->next];
		if (step->key != TK_NONE)
			return step;
		if (!waited(script, state, step->wait))
			break;
	}
	return NULL;
}

uint32_t script_next(struct script *script, const struct script_state *state,
		     bool *over)
{
	const struct script_step *step;

	*over = false;
	if (!has_come(script, state))
		return TK_NONE;
	step = step_due(script, state);
	if (!step) {
		*over = script->next == script->nr &&
			(state->samples >= script->samples || state->paused);
		return TK_NONE;
	}
	script->next++;
	script->since_ns = state->now_ns;
	return step->key;
}
