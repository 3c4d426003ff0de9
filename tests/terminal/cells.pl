#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
#
# cells.pl: of 'tmux capture-pane -e -p' one line for each cell that is not
# blank: row, column, glyph, colour, and what is set of bold, dim and reverse.
# What is behind or below a glyph is left out: that may change with a cursor.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));

my ($fg, %set) = ('default');

# The attributes of one SGR sequence, see ECMA-48 8.3.117.
sub sgr {
	my @codes = map { $_ || 0 } split /[;:]/, shift || 0;
	my %names = (1 => 'bold', 2 => 'dim', 7 => 'reverse');

	while (@codes) {
		my $code = shift @codes;

		if ($code == 0) {
			($fg, %set) = ('default');
		} elsif ($code == 38) {
			$fg = join '.', splice @codes, 0, $codes[0] == 5 ? 2 : 4;
		} elsif ($code == 48) {
			splice @codes, 0, $codes[0] == 5 ? 2 : 4;
		} elsif ($code =~ /^(?:3[0-7]|9[0-7])$/) {
			$fg = $code;
		} elsif ($code == 39) {
			$fg = 'default';
		} elsif ($names{$code}) {
			$set{$names{$code}} = 1;
		} elsif ($code == 22) {
			delete @set{qw(bold dim)};
		} elsif ($code == 27) {
			delete $set{reverse};
		}
	}
}

while (my $line = <STDIN>) {
	my $column = 0;

	chomp $line;
	while ($line =~ /\G(?:\e\[([0-9;:]*)m|(.))/g) {
		if (!defined $2) {
			sgr($1);
			next;
		}
		print join(' ', $., $column, $2, $fg, sort keys %set), "\n"
			if $2 ne ' ' || $set{reverse};
		$column++;
	}
}
