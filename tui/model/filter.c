// SPDX-License-Identifier: GPL-2.0
/* Filters: expressions read into terms, and processes held against them. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/parse.h"
#include "model/filter.h"

#define BLANKS " \t\n\r\f\v"

struct filter {
	char *text;
	struct filter_term *terms;
	size_t nr, max;
	unsigned int needs;
};

/* A term as it is written, without its quotes. */
struct word {
	size_t at, len;		/* in the expression, with its quotes */
	bool negated;
	char *text;
	size_t *from;		/* where each byte of it is there; one more */
	size_t bare;		/* bytes before the first that is in quotes */
};

/* What is being read. */
struct reading {
	const char *text;
	struct filter_mistake *mistake;
};

static bool refuse(const struct reading *reading, size_t at, size_t len,
		   const char *why)
{
	struct filter_mistake *mistake = reading->mistake;

	if (!mistake)
		return false;
	mistake->at = at;
	mistake->len = len;
	snprintf(mistake->why, sizeof(mistake->why), "%s", why);
	return false;
}

/* The word from byte @i of its text on is wrong. */
static bool refuse_word(const struct reading *reading, const struct word *word,
			size_t i, const char *why)
{
	size_t at = word->from[i];

	return refuse(reading, at, word->at + word->len - at, why);
}

static bool is_blank(char c)
{
	return c && strchr(BLANKS, c);
}

static void put_byte(struct word *word, size_t *used, char byte, size_t from)
{
	word->text[*used] = byte;
	word->from[*used] = from;
	(*used)++;
}

/* One in quotes may hold blanks, and the other quotes. */
static bool read_word(const struct reading *reading, size_t at,
		      struct word *word)
{
	const char *text = reading->text;
	size_t used = 0, i = at, opened = 0;
	char quote = '\0';

	word->bare = SIZE_MAX;
	for (; text[i] && (quote || !is_blank(text[i])); i++) {
		if (quote ? text[i] == quote :
			    text[i] == '"' || text[i] == '\'') {
			quote = quote ? '\0' : text[i];
			opened = i;
			if (word->bare > used)
				word->bare = used;
		} else {
			put_byte(word, &used, text[i], i);
		}
	}
	word->text[used] = '\0';
	word->from[used] = i;
	word->len = i - word->at;
	if (word->bare > used)
		word->bare = used;
	if (quote)
		return refuse(reading, opened, i - opened,
			      "the quote is not closed");
	return true;
}

/* How many letters it begins with, as a name of something does. */
static size_t name_length(const struct word *word)
{
	size_t len = 0;

	while (len < word->bare && isalpha((unsigned char)word->text[len]))
		len++;
	return len;
}

static bool name_is(const struct word *word, size_t len, const char *name)
{
	return strlen(name) == len && !strncmp(word->text, name, len);
}

static bool set_text(const struct reading *reading, const struct word *word,
		     size_t at, const char *why, struct filter_term *term)
{
	if (!word->text[at])
		return refuse_word(reading, word, at, why);
	term->text = xstrdup(word->text + at);
	return true;
}

static bool set_pids(const struct reading *reading, const struct word *word,
		     size_t at, struct filter_term *term)
{
	term->nr_pids = parse_pids(word->text + at, &term->pids);
	return term->nr_pids || refuse_word(reading, word, at,
					    "give pids, like 412,431");
}

/* No commas around nothing: an empty user is none. */
static bool set_users(const struct reading *reading, const struct word *word,
		      size_t at, struct filter_term *term)
{
	const char *text = word->text + at;
	size_t len = strlen(text);

	if (!len || *text == ',' || text[len - 1] == ',' || strstr(text, ",,"))
		return refuse_word(reading, word, at, "give a user, like root");
	term->text = xstrdup(text);
	return true;
}

static bool set_kinds(const struct reading *reading, const struct word *word,
		      size_t at, struct filter_term *term)
{
	char names[64], why[80];
	unsigned int kind;
	size_t len;

	do {
		len = strcspn(word->text + at, ",");
		kind = term_kind_of(word->text + at, len);
		term->kinds |= kind;
		if (!kind) {
			term_kind_names(names, sizeof(names));
			snprintf(why, sizeof(why), "give %s", names);
			return refuse_word(reading, word, at, why);
		}
		at += len + 1;
	} while (word->text[at - 1]);
	return true;
}

static bool set_state(const struct reading *reading, const struct word *word,
		      size_t at, struct filter_term *term)
{
	static const char states[] = "RSDZTtXIP";
	const char *text = word->text + at;

	if (!*text || text[strspn(text, states)])
		return refuse_word(reading, word, at,
				   "give letters of states, like D");
	term->text = xstrdup(text);
	return true;
}

static const struct field *find_field(const struct word *word, size_t len)
{
	const struct field *field;
	char *name = xstrdup(word->text);

	name[len] = '\0';
	field = field_by_key(name);
	free(name);
	return field;
}

/* "reserved:1G" is a slip that is easily made. */
static bool refuse_key(const struct reading *reading, const struct word *word,
		       size_t len)
{
	const struct field *field = find_field(word, len);

	if (field && amount_example(field->unit))
		return refuse_word(reading, word, len, "compare it: > < =");
	return refuse_word(reading, word, 0,
			   "no such word; quotes make it text");
}

/* "user:ada", the name of which is @len bytes long. */
static bool read_keyed(const struct reading *reading, const struct word *word,
		       size_t len, struct filter_term *term)
{
	size_t at = len + 1;

	if (name_is(word, len, "user")) {
		term->kind = TERM_USER;
		return set_users(reading, word, at, term);
	}
	if (name_is(word, len, "pid")) {
		term->kind = TERM_PID;
		return set_pids(reading, word, at, term);
	}
	if (name_is(word, len, "cgroup")) {
		term->kind = TERM_CGROUP;
		return set_text(reading, word, at,
				"give a part of its path", term);
	}
	if (name_is(word, len, "kind")) {
		term->kind = TERM_KIND;
		return set_kinds(reading, word, at, term);
	}
	if (name_is(word, len, "state")) {
		term->kind = TERM_STATE;
		return set_state(reading, word, at, term);
	}
	if (name_is(word, len, "command")) {
		term->kind = TERM_TEXT;
		return set_text(reading, word, at, "give a part of it", term);
	}
	return refuse_key(reading, word, len);
}

static const struct {
	const char *text;
	unsigned int holds;
} operators[] = {
	/* the longer ones first */
	{ ">=", COMPARE_MORE | COMPARE_EQUAL },
	{ "<=", COMPARE_LESS | COMPARE_EQUAL },
	{ "!=", COMPARE_LESS | COMPARE_MORE }, { "==", COMPARE_EQUAL },
	{ ">", COMPARE_MORE }, { "<", COMPARE_LESS }, { "=", COMPARE_EQUAL },
};

/* The bytes of an operator at @text, 0: there is none. */
static size_t operator_at(const char *text, unsigned int *holds)
{
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(operators); i++) {
		len = strlen(operators[i].text);
		*holds = operators[i].holds;
		if (!strncmp(text, operators[i].text, len))
			return len;
	}
	return 0;
}

/* "reserved>1G"; the number is at @at. */
static bool read_compared(const struct reading *reading,
			  const struct word *word, size_t len, size_t at,
			  struct filter_term *term)
{
	const struct field *field = find_field(word, len);
	const char *example = field ? amount_example(field->unit) : NULL;
	char why[64];

	term->kind = TERM_NUMBER;
	term->field = field;
	if (!field)
		return refuse_word(reading, word, 0,
				   "no such field; quotes make it text");
	if (!example)
		return refuse_word(reading, word, len,
				   "it is no number: give a colon");
	snprintf(why, sizeof(why), "give %s", example);
	if (!amount_parse(&term->amount, word->text + at, field->unit))
		return refuse_word(reading, word, at, why);
	if (term->amount.share && field == &process_fields[FIELD_RESERVED])
		return refuse_word(reading, word, at,
				   "% is of RESERVED: give a size, like 1G");
	return true;
}

static bool read_term(const struct reading *reading, const struct word *word,
		      struct filter_term *term)
{
	size_t len = name_length(word), operator = 0;

	*term = (struct filter_term){
		.at = word->at, .len = word->len, .negated = word->negated,
	};
	if (len && len < word->bare && word->text[len] == ':')
		return read_keyed(reading, word, len, term);
	/* "reserved >1G" is a slip, too: there is no field before it */
	if (len < word->bare)
		operator = operator_at(word->text + len, &term->compare);
	if (operator)
		return read_compared(reading, word, len, len + operator, term);
	term->kind = TERM_TEXT;
	return set_text(reading, word, 0, "give a text to look for", term);
}

static void free_term(struct filter_term *term)
{
	free(term->text);
	free(term->pids);
}

static bool add_term(struct filter *filter, const struct reading *reading,
		     struct word *word)
{
	const char *text = reading->text;
	struct filter_term term;
	size_t at = word->at;

	word->negated = false;
	for (; text[at] == '!'; at++)
		word->negated = !word->negated;
	if (!read_word(reading, at, word))
		return false;
	if (!read_term(reading, word, &term)) {
		free_term(&term);
		return false;
	}
	filter->terms = xgrow(filter->terms, filter->nr + 1, &filter->max,
			      sizeof(*filter->terms));
	filter->terms[filter->nr++] = term;
	filter->needs |= term_needs(&term);
	return true;
}

static bool read_terms(struct filter *filter, const struct reading *reading)
{
	size_t room = strlen(reading->text) + 1;
	struct word word = {
		.text = xcalloc(room, 1),
		.from = xcalloc(room, sizeof(*word.from)),
	};
	bool good = true;

	while (good) {
		word.at += strspn(reading->text + word.at, BLANKS);
		if (!reading->text[word.at])
			break;
		good = add_term(filter, reading, &word);
		word.at += word.len;
	}
	free(word.text);
	free(word.from);
	return good;
}

/* A copy without blanks around it. */
static char *trimmed(const char *text)
{
	char *copy = xstrdup(text + strspn(text, BLANKS));
	size_t len = strlen(copy);

	while (len && is_blank(copy[len - 1]))
		len--;
	copy[len] = '\0';
	return copy;
}

struct filter *filter_new(const char *text, struct filter_mistake *mistake)
{
	struct filter *filter = xcalloc(1, sizeof(*filter));
	struct reading reading = { .text = text, .mistake = mistake };

	if (mistake)
		*mistake = (struct filter_mistake){ 0 };
	if (!read_terms(filter, &reading)) {
		filter_free(filter);
		return NULL;
	}
	filter->text = trimmed(text);
	return filter;
}

void filter_free(struct filter *filter)
{
	size_t i;

	if (!filter)
		return;
	for (i = 0; i < filter->nr; i++)
		free_term(&filter->terms[i]);
	free(filter->terms);
	free(filter->text);
	free(filter);
}

const char *filter_text(const struct filter *filter)
{
	return filter->text;
}

enum filter_answer filter_matches(const struct filter *filter,
				  const struct row *row)
{
	enum filter_answer all = FILTER_YES, one;
	size_t i;

	for (i = 0; i < filter->nr; i++) {
		one = term_matches(&filter->terms[i], row);
		if (one == FILTER_NO)
			return FILTER_NO;
		if (one == FILTER_UNKNOWN)
			all = FILTER_UNKNOWN;
	}
	return all;
}

unsigned int filter_needs(const struct filter *filter)
{
	return filter ? filter->needs : 0;
}

/* Quotes where it would be taken for something else. */
static const char *quote_for(const char *user)
{
	if (strchr(user, '"'))
		return "'";
	return strpbrk(user, BLANKS "'") ? "\"" : "";
}

/* All terms but those of users, with blanks between them. */
static size_t copy_others(const struct filter *filter, const char *text,
			  char *to)
{
	const struct filter_term *term = filter->terms;
	size_t used = 0, i;

	for (i = 0; i < filter->nr; i++, term++) {
		if (term->kind == TERM_USER)
			continue;
		if (used)
			to[used++] = ' ';
		memcpy(to + used, text + term->at, term->len);
		used += term->len;
	}
	to[used] = '\0';
	return used;
}

char *filter_with_user(const char *text, const char *user)
{
	struct filter *filter = filter_new(text, NULL);
	size_t size = strlen(text) + (user ? strlen(user) : 0) +
		      sizeof(" user:\"\"");
	char *changed = xcalloc(size, 1);
	size_t used;

	if (!filter)
		return changed;
	used = copy_others(filter, text, changed);
	if (user)
		snprintf(changed + used, size - used, "%suser:%s%s%s",
			 used ? " " : "", quote_for(user), user,
			 quote_for(user));
	filter_free(filter);
	return changed;
}

bool filter_is_of_user(const struct filter *filter, const char *user)
{
	size_t i, nr = 0;
	bool found = false;

	for (i = 0; filter && i < filter->nr; i++) {
		if (filter->terms[i].kind != TERM_USER)
			continue;
		nr++;
		found = !filter->terms[i].negated &&
			!strcmp(filter->terms[i].text, user);
	}
	return found && nr == 1;
}
