#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
#
# layers.pl [--objects DIR] ROOT: hold the C files below ROOT against the table
# in ROOT/tests/static/layers (which says what it means), look for circles of
# files, and for files that don't say what they are for. With --objects, where
# ROOT was built, the symbols that files need of each other are looked at, too.
# Prints "file:line: what is wrong" for each violation, and then exits 1; exits
# 2 where it can't tell.
#
# In circles a.c and a.h are one unit, "a": it needs what either of them needs.

use strict;
use warnings;
use File::Basename;
use File::Find;
use Getopt::Long;

my @TOPS = qw(tui lib demo vm);
my $HEADER_LINES = 8;
my $TABLE = 'tests/static/layers';

sub fail {
	print STDERR "layers.pl: @_\n";
	exit(2);
}

my $objects;
GetOptions('objects=s' => \$objects) && @ARGV == 1
	or fail('give [--objects DIR] ROOT');
my $root = $ARGV[0];

my @violations;		# [file, line, message]
my %folders;		# folder of tui/ => {line, header, includes}
my %everywhere;		# folders of lib/
my @only;		# {line, what, files, items}
my %files;		# path from ROOT => what read_source() returns

sub violation {
	push @violations, [@_];
}

sub read_text {
	my ($path) = @_;

	open(my $in, '<', "$root/$path") or fail("$path: $!");
	local $/;
	return scalar <$in>;
}

# ---- the table

sub add_folder {
	my ($line, $name, $header, @includes) = @_;

	$folders{$name} = {
		line => $line,
		header => $header,
		includes => { map { $_ => 1 } @includes },
	};
}

# An item of an only rule as {header}, {string} or {word}: a pattern each.
sub parse_item {
	my ($item) = @_;
	my ($kind, $text) = ('word', $item);

	($kind, $text) = ('string', $1) if $item =~ /^"(.+)$/;
	($kind, $text) = ('header', $1) if $item =~ /^<(.+)>$/;
	my $pattern = quotemeta $text;
	$pattern =~ s/\\\*/$kind eq 'word' ? '\w*' : '.*'/ge;
	return { header => qr/^$pattern$/ } if $kind eq 'header';
	return { string => qr/^$pattern\b/ } if $kind eq 'string';
	$pattern =~ s/(\\\s)+/\\s+/g;
	$pattern =~ s/\\\($/(?=\\s*\\()/ or $pattern .= '\b';
	# a member of a struct may have any name
	return { word => qr/(?<![\w.])(?<!->)$pattern/ };
}

sub read_table {
	my $line = 0;

	for (split /\n/, read_text($TABLE)) {
		$line++;
		next if /^#/ || /^\s*$/;
		if (/^folder\s+(\S.*)/) {
			add_folder($line, split ' ', $1);
		} elsif (/^everywhere\s+(\S+)$/) {
			$everywhere{$1} = 1;
		} elsif (/^only (.+?):\s+(\S.*)/) {
			push @only, { line => $line, what => $1,
				      files => [split ' ', $2], items => [] };
		} elsif (/^\s+(\S.*)/ && @only) {
			push @{$only[-1]{items}},
			     map { parse_item($_) } split /\s*,\s*/, $1;
		} else {
			fail("$TABLE:$line: not understood");
		}
	}
}

# ---- the source

# All but newlines becomes blanks, so that places stay what they are.
sub blank {
	my ($text) = @_;

	$text =~ s/[^\n]/ /g;
	return $text;
}

# Returns the text without comments and without what is in quotes, and its
# strings, as [place, text].
sub strip {
	my ($text) = @_;
	my @strings;

	$text =~ s{
		(?<comment> /\*.*?\*/ | //(?:\\\n|[^\n])* ) |
		(?<string> "(?:\\.|[^"\\\n])*" ) |
		'(?:\\.|[^'\\\n])*'
	}{
		my $found = $&;

		if (!defined $+{comment}) {
			push @strings, [$-[0], substr($found, 1, -1)]
				if defined $+{string};
			$found =~ s/(?<=^.)(.*)(?=.$)/blank($1)/se;
		} else {
			$found = blank($found);
		}
		$found;
	}gsex;
	return ($text, @strings);
}

sub line_at {
	my ($text, $place) = @_;

	return 1 + (substr($text, 0, $place) =~ tr/\n//);
}

sub read_source {
	my ($path) = @_;
	my $text = read_text($path);
	my ($code, @strings) = strip($text);
	my @includes;

	while ($code =~ /^[ \t]*#[ \t]*include\b[ \t]*/mg) {
		my $place = $+[0];
		my ($quote, $name) =
			substr($text, $place) =~ /^(["<])([^">\n]+)[">]/;

		push @includes, { line => line_at($code, $place),
				  name => $name // '',
				  quoted => ($quote // '') eq '"' };
	}
	return {
		text => $text,
		code => $code,
		strings => [map { { line => line_at($text, $_->[0]),
				    text => $_->[1] } } @strings],
		includes => \@includes,
	};
}

sub read_sources {
	find({
		no_chdir => 1,
		wanted => sub {
			return unless m{/[^./][^/]*\.[ch]$};
			my $path = substr($_, length("$root/"));
			$files{$path} = read_source($path);
		},
	}, map { "$root/$_" } @TOPS);
}

sub unit {
	my ($path) = @_;

	return $path =~ s/\.[ch]$//r;
}

# The folder of a file or unit as the table names it; undef outside of tui/.
sub folder {
	my ($path) = @_;

	return undef unless $path =~ m{^tui/(.*)};
	return dirname($1);
}

# The file that @include of @path means; undef: none of ours.
sub resolve {
	my ($path, $include) = @_;
	my @from = qw(tui lib lib/include demo vm);

	unshift @from, dirname($path) if $include->{quoted};
	for my $from (@from) {
		my $file = "$from/$include->{name}";

		1 while $file =~ s{[^/]+/\.\./}{};
		$file =~ s{(^|/)\./}{$1}g;
		return $file if $files{$file};
	}
	return undef;
}

# ---- layers

sub may_include {
	my ($from, $file) = @_;
	my $into = folder($file);
	my $includes = $folders{$from}{includes};

	return 1 if $into eq $from || $includes->{'*'} || $includes->{$into};
	return $includes->{substr($file, length('tui/'))};
}

sub check_include {
	my ($path, $include) = @_;
	my ($name, $line) = @$include{qw(name line)};
	my $file = resolve($path, $include);

	if (!$name) {
		violation($path, $line, 'an include that names no file');
	} elsif (!defined $file) {
		violation($path, $line, "$name is no file of tui/")
			if $include->{quoted};
	} elsif ($file eq "tui/$name") {
		violation($path, $line, folder($path) .
			  " may not include $name")
			unless may_include(folder($path), $file);
	} elsif ($file =~ m{^tui/(.*)}) {
		violation($path, $line,
			  "$name is not by path from tui/, as $1 is");
	} elsif ($file !~ m{^lib/include/} &&
		 !($file eq "lib/$name" && $everywhere{dirname($name)})) {
		violation($path, $line, "tui may not include $file");
	}
}

sub check_layers {
	my %seen;

	for my $path (sort keys %files) {
		my $folder = folder($path);

		next unless defined $folder;
		if (!$folders{$folder}) {
			violation($path, 1, "$folder is not in the table")
				unless $seen{$folder};
		} else {
			check_include($path, $_)
				for @{$files{$path}{includes}};
		}
		$seen{$folder} = 1;
	}
	for my $folder (sort keys %folders) {
		my ($line, $includes) = @{$folders{$folder}}{qw(line includes)};

		violation($TABLE, $line, "$folder has no files")
			unless $seen{$folder};
		violation($TABLE, $line, "there is no $_") for
			grep { !/^\*$/ && !$folders{$_} && !$files{"tui/$_"} }
			keys %$includes;
	}
}

# ---- what only some may use

# The uses of @item in @file: [line, what].
sub uses {
	my ($file, $item) = @_;
	my @uses;

	if ($item->{header}) {
		@uses = map { [$_->{line}, "<$_->{name}>"] }
			grep { $_->{name} =~ $item->{header} }
			@{$file->{includes}};
	} elsif ($item->{string}) {
		@uses = map { [$_->{line}, "\"$_->{text}\""] }
			grep { $_->{text} =~ $item->{string} }
			@{$file->{strings}};
	} else {
		while ($file->{code} =~ /$item->{word}/g) {
			push @uses, [line_at($file->{code}, $-[0]), $&];
		}
	}
	return @uses;
}

# Which of the rule's files is @path? undef: none.
sub listed {
	my ($rule, $path) = @_;

	for my $listed (@{$rule->{files}}) {
		return $listed if "tui/$listed" eq $path;
		return $listed if $listed =~ m{^(.*/)\*\*$} &&
				  index($path, "tui/$1") == 0;
	}
	return undef;
}

sub check_only {
	my ($rule) = @_;
	my %used;

	for my $path (sort grep { m{^tui/} } keys %files) {
		my @uses = map { uses($files{$path}, $_) } @{$rule->{items}};
		my $listed = listed($rule, $path);

		next unless @uses;
		$used{$listed} = 1, next if defined $listed;
		violation($path, $_->[0], "$_->[1]: the table leaves " .
			  "$rule->{what} to others") for @uses;
	}
	for my $listed (grep { !$used{$_} } @{$rule->{files}}) {
		violation($TABLE, $rule->{line},
			  "$listed doesn't use $rule->{what}");
	}
}

# ---- circles

# All that can be reached from @from in @needs.
sub reach {
	my ($needs, $from) = @_;
	my @next = ($from);
	my %reached;

	while (defined(my $unit = shift @next)) {
		push @next, grep { !$reached{$_}++ } keys %{$needs->{$unit}};
	}
	return \%reached;
}

# @needs: {unit}{unit that it needs} = [file, line, what of it].
sub check_circles {
	my ($kind, $needs) = @_;
	my %reach = map { $_ => reach($needs, $_) } keys %$needs;

	for my $unit (sort keys %$needs) {
		my @circle = sort grep { $reach{$_} && $reach{$_}{$unit} }
			     keys %{$reach{$unit}};

		for my $other (sort keys %{$needs->{$unit}}) {
			my ($path, $line, $what) = @{$needs->{$unit}{$other}};

			violation($path, $line, "$what of $other, in a " .
				  "circle of $kind: @circle")
				if $reach{$other} && $reach{$other}{$unit};
		}
	}
}

sub check_include_circles {
	my %needs;

	for my $path (sort keys %files) {
		for my $include (@{$files{$path}{includes}}) {
			my $file = resolve($path, $include);

			next if !defined $file || unit($file) eq unit($path);
			$needs{unit($path)}{unit($file)} //=
				[$path, $include->{line}, $include->{name}];
		}
	}
	check_circles('includes', \%needs);
}

# ---- symbols

# Returns {unit}{symbol} of what is undefined, {symbol}{unit} of who defines it.
sub read_symbols {
	my (%undefined, %defined, @built);

	for my $path (sort grep { /\.c$/ } keys %files) {
		my $object = "$objects/" . unit($path) . '.o';

		push @built, $object if -e $object;
		violation($path, 1, "not built: $object") unless -e $object;
	}
	open(my $nm, '-|', 'nm', '-A', '-P', @built)
		or fail("nm: $!");
	while (<$nm>) {
		my ($unit, $symbol, $type) =
			m{^\Q$objects\E/(\S+)\.o: (\S+) (\w)} or next;

		$undefined{$unit}{$symbol} = 1 if $type =~ /[Uwv]/;
		$defined{$symbol}{$unit} = 1 if $type =~ /[ABCDGRSTVWiu]/;
	}
	close($nm) or fail('nm failed');
	return (\%undefined, \%defined);
}

sub shared_folders {
	my @a = split '/', $_[0];
	my @b = split '/', $_[1];
	my $nr = 0;

	$nr++ while $nr < $#a && $nr < $#b && $a[$nr] eq $b[$nr];
	return $nr;
}

# Programs may have functions of the same name: the nearest is meant.
sub definer {
	my ($unit, $definers) = @_;

	my ($nearest) = sort { shared_folders($unit, $b) <=>
			       shared_folders($unit, $a) || $a cmp $b }
			keys %$definers;
	return $nearest;
}

sub where_used {
	my ($unit, $symbol) = @_;

	for my $path ("$unit.c", "$unit.h") {
		next unless $files{$path};
		return ($path, line_at($files{$path}{code}, $-[0]))
			if $files{$path}{code} =~ /\b\Q$symbol\E\b/;
	}
	return ("$unit.c", 1);
}

sub check_symbol {
	my ($unit, $other, $symbol) = @_;
	my ($from, $into) = (folder($unit), folder($other));

	return unless defined $from && defined $into && $folders{$from};
	violation(where_used($unit, $symbol), "$from may not use $symbol of " .
		  "$other") unless may_include($from, "$other.h");
}

sub check_symbols {
	my ($undefined, $defined) = read_symbols();
	my %needs;

	for my $unit (sort keys %$undefined) {
		for my $symbol (sort keys %{$undefined->{$unit}}) {
			next unless $defined->{$symbol};
			my $other = definer($unit, $defined->{$symbol});

			$needs{$unit}{$other} //=
				[where_used($unit, $symbol), $symbol];
			check_symbol($unit, $other, $symbol);
		}
	}
	check_circles('symbols', \%needs);
}

# ---- what files say of themselves

# The comment right behind the line of the licence, '' where there is none.
sub first_comment {
	my ($text) = @_;

	return $text =~ m{\A[^\n]*SPDX[^\n]*\n(/\*.*?\*/)}s ? $1 : '';
}

sub check_first_words {
	for my $path (sort grep { /\.c$/ } keys %files) {
		my $words = first_comment($files{$path}{text});

		violation($path, 2, 'no sentence behind the licence says ' .
			  'what the file is for')
			unless $words =~ m{\w+\W+\w+\W+\w.*[.!?][\s*]*\*/$}s;
	}
	for my $folder (sort keys %folders) {
		my ($line, $header) = @{$folders{$folder}}{qw(line header)};
		my $path = "tui/$folder/$header";

		next if $header eq '-';
		if (!$files{$path}) {
			violation($TABLE, $line, "there is no $path");
			next;
		}
		my $lines = 1 + (first_comment($files{$path}{text}) =~ tr/\n//);

		violation($path, 2, "no $HEADER_LINES lines behind the " .
			  'licence say what the folder is for')
			if $lines < $HEADER_LINES;
	}
}

read_table();
read_sources();
check_layers();
check_only($_) for @only;
check_include_circles();
check_first_words();
check_symbols() if defined $objects;

for (sort { $a->[0] cmp $b->[0] || $a->[1] <=> $b->[1] ||
	    $a->[2] cmp $b->[2] } @violations) {
	printf "%s:%d: %s\n", @$_;
}
exit(@violations ? 1 : 0);
