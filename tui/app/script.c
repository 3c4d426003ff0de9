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
#include "screen/key_name.h"

#define WAIT "wait="
#define WAIT_MAX 100000
#define PLACE_MAX 1000		/* columns and rows of the largest screen */

static const struct {
	const char *word;
	enum mouse_act act;
} mouse_words[] = {
	{ "click=", MOUSE_ONCE }, { "double=", MOUSE_TWICE },
	{ "wheel-up=", MOUSE_WHEEL_UP }, { "wheel-down=", MOUSE_WHEEL_DOWN },
};

static void add_step(struct script *script, const struct script_step *step)
{
	script->steps = xreallocarray(script->steps, script->nr + 1,
				      sizeof(*script->steps));
	script->steps[script->nr++] = *step;
}

static void add_key(struct script *script, uint32_t key)
{
	add_step(script, &(struct script_step){ .key = key });
}

static bool add_wait(struct script *script, const char *word)
{
	uint64_t samples;

	if (!parse_number(word + strlen(WAIT), 1, WAIT_MAX, &samples))
		return false;
	add_step(script, &(struct script_step){ .wait = samples });
	return true;
}

/* "17,4", from 1 on, as terminals count. */
static bool parse_place(const char *text, struct mouse *mouse)
{
	const char *comma = strchr(text, ',');
	char column[8] = "";
	uint64_t x, y;

	if (!comma || comma - text >= (int)sizeof(column))
		return false;
	memcpy(column, text, (size_t)(comma - text));
	if (!parse_number(column, 1, PLACE_MAX, &x) ||
	    !parse_number(comma + 1, 1, PLACE_MAX, &y))
		return false;
	mouse->x = (int)x - 1;
	mouse->y = (int)y - 1;
	return true;
}

static bool add_mouse(struct script *script, const char *place,
		      enum mouse_act act)
{
	struct script_step step = { .key = TK_MOUSE, .mouse.act = act };

	if (!parse_place(place, &step.mouse))
		return false;
	add_step(script, &step);
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
		add_key(script, glyph);
	}
	return true;
}

static bool add_word(struct script *script, const char *word)
{
	uint32_t key;
	size_t i;

	if (text_begins_with(word, WAIT))
		return add_wait(script, word);
	for (i = 0; i < ARRAY_SIZE(mouse_words); i++)
		if (text_begins_with(word, mouse_words[i].word))
			return add_mouse(script,
					 word + strlen(mouse_words[i].word),
					 mouse_words[i].act);
	if (!key_by_name(word, &key) || key == TK_DIGITS)
		return add_characters(script, word);
	add_key(script, key);
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

static void make_event(const struct script_step *step, struct event *event)
{
	*event = (struct event){ .type = EVENT_KEY, .key = step->key };
	if (step->key == TK_MOUSE)
		*event = (struct event){
			.type = EVENT_MOUSE, .mouse = step->mouse,
		};
}

bool script_next(struct script *script, const struct script_state *state,
		 struct event *event, bool *over)
{
	const struct script_step *step;

	*over = false;
	if (!has_come(script, state))
		return false;
	step = step_due(script, state);
	if (!step) {
		*over = script->next == script->nr &&
			(state->samples >= script->samples || state->paused);
		return false;
	}
	script->next++;
	script->since_ns = state->now_ns;
	make_event(step, event);
	return true;
}
