/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Completions of a command line, for bash, zsh and fish. tamtop.c and tamdemo.c
 * tell what their command takes, from the tables it is parsed by; a file for
 * each shell writes that down as the shell wants it.
 */
#ifndef COMPLETIONS_COMMAND_H
#define COMPLETIONS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* What stands behind an option, or where no option is. */
enum takes {
	TAKES_NOTHING,
	TAKES_TEXT,		/* nobody knows what */
	TAKES_WORDS,		/* one of those that are listed */
	TAKES_PIDS,
	TAKES_USERS,
	TAKES_FILES,
	TAKES_FOLDERS,
	NR_TAKES
};

/* An option. Texts are its owner's, but command_release() frees some. */
struct completed_option {
	const char *name;	/* behind "--" */
	char letter;		/* behind "-"; 0: it has none */
	const char *arg;	/* what it takes, in capitals; NULL: nothing */
	char *about;		/* freed */
	enum takes takes;
	bool list;		/* several of them, with commas between */
	char *words;		/* with blanks between, or NULL; freed */
};

/* Options that go together: of the command itself, or of one of its demos. */
struct part {
	const char *name;	/* "": of the command itself */
	const char *about;
	struct completed_option *options;	/* freed */
	size_t nr;
};

/*
 * A command line. The first part is of the command itself; where others are, one
 * of their names comes first, and then its options. Where there are none, any
 * number of processes may be named, and "--" begins another command.
 */
struct command_line {
	const char *name;
	struct part *parts;	/* freed */
	size_t nr;
};

/* Another part of @command, without options. Ends the program without memory. */
struct part *command_add_part(struct command_line *command, const char *name,
			      const char *about);

/* Another option of @part, zeroed. */
struct completed_option *part_add_option(struct part *part, const char *name,
					 const char *about);

void command_release(struct command_line *command);

/* A copy, that the caller frees, of the first @len bytes of @text. */
char *copy_text(const char *text, size_t len);

/*
 * Write @text to standard output, with @escape before each of the characters
 * @special.
 */
void put_escaped(const char *text, const char *special, const char *escape);

/* Write a script, or for bash the part of it that is of @command alone. */
void write_bash(const struct command_line *command);
void write_zsh(const struct command_line *command);
void write_fish(const struct command_line *command);

/*
 * The rest of main(): writes what @argv asks for, "bash", "zsh" or "fish", and
 * releases @command. Returns the exit code.
 */
int write_completions(struct command_line *command, int argc, char **argv);

#endif
