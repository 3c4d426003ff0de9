/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_BUFFER_H
#define TUI_BASE_BUFFER_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/*
 * Output on its way to a file: it grows as it must, and goes out in one piece.
 * Zeroed, it is empty. Writing field by field through stdio costs more than all
 * there is to say.
 */
struct buffer {
	char *bytes;
	size_t len;
	unsigned long max;
};

/* As much as is worth to be written at once. */
#define BUFFER_FULL (64 * 1024)

/* So many bytes more than asked for may be written, and be lost. */
#define BUFFER_SPARE 32

/* Make room for @more bytes, which is not inline. Dies when memory is out. */
void buffer_grow(struct buffer *buffer, size_t more);

/* Where the next @more bytes go; they count once len says so. */
static inline char *buffer_room(struct buffer *buffer, size_t more)
{
	if (buffer->len + more + BUFFER_SPARE > buffer->max)
		buffer_grow(buffer, more);
	return buffer->bytes + buffer->len;
}

static inline void buffer_add(struct buffer *buffer, const char *bytes,
			      size_t len)
{
	memcpy(buffer_room(buffer, len), bytes, len);
	buffer->len += len;
}

static inline void buffer_char(struct buffer *buffer, char c)
{
	*buffer_room(buffer, 1) = c;
	buffer->len++;
}

static inline void buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

/* @nr blanks; none if it is below 1. */
static inline void buffer_blanks(struct buffer *buffer, int nr)
{
	static const char blanks[BUFFER_SPARE + 1] =
		"                                ";
	char *at;

	if (nr < 1)
		return;
	at = buffer_room(buffer, (size_t)nr);
	if (nr > BUFFER_SPARE)
		memset(at, ' ', (size_t)nr);
	else
		memcpy(at, blanks, BUFFER_SPARE);
	buffer->len += (size_t)nr;
}

/* printf(3) to its end. */
__attribute__((format(printf, 2, 3)))
void buffer_print(struct buffer *buffer, const char *format, ...);

/* @text made harmless, as text_print_safe() does; returns its columns. */
int buffer_safe(struct buffer *buffer, const char *text);

/*
 * Write it to @out, where errors stay in ferror(), and empty it.
 * buffer_write_full() does so only where it has come to be full.
 */
void buffer_write(struct buffer *buffer, FILE *out);

static inline void buffer_write_full(struct buffer *buffer, FILE *out)
{
	if (buffer->len >= BUFFER_FULL)
		buffer_write(buffer, out);
}

/* Free what it holds; it is empty then. */
void buffer_release(struct buffer *buffer);

#endif
