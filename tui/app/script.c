// SPDX-License-Identifier: GPL-2.0
/* Keys and waits of the command line, and when each one's turn has come. */
#include <stdlib.h>
#include <string.h>

#include "app/script.h"
#include "base/alloc.h"
#include "base/parse.h"
#include "base/text.h"
#include "screen/input.h"
#include "screen/key_name.h"

#define WAIT "wait="
#define WAIT_MAX 100000

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
	uint32_t key;

	if (text_begins_with(word, WAIT))
		return add_wait(script, word);
	if (!key_by_name(word, &key) || key == TK_DIGITS)
		return add_characters(script, word);
	add_step(script, key, 0);
	return true;
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
