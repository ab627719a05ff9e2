#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Complains of patches: a few rules of the real script, its output, its configuration file.
# usage: checkpatch.pl [--root=DIR] [--strict] [--terse] [--show-types] [--ignore TYPE] FILE
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename;
use Getopt::Long;

my ($root, $strict, $terse, $show_types, $no_summary, @ignore);
my $folder = dirname(abs_path($0));
my (%typos, %camelcase, @report);

for my $place ('.', $ENV{HOME}, '.scripts') {
	next if !defined($place) || !-f "$place/.checkpatch.conf";
	open(my $in, '<', "$place/.checkpatch.conf") or die;
	unshift @ARGV, map { split } grep { !/^\s*#/ } <$in>;
	last;
}
GetOptions('root=s' => \$root, 'strict!' => \$strict, 'terse!' => \$terse,
	   'show-types!' => \$show_types, 'summary!' => \$no_summary,
	   'ignore=s' => \@ignore) or exit 1;
for my $mark ('COPYING', 'CREDITS', 'Kbuild', 'MAINTAINERS', 'Makefile', 'README', 'Documentation',
	      'arch', 'include', 'drivers', 'fs', 'init', 'ipc', 'kernel', 'lib', 'scripts') {
	-e "$root/$mark" or die "$0: $root: --root does not point at a valid tree\n";
}
open(my $spelling, '<', "$folder/spelling.txt") or die "$0: spelling.txt: $!\n";
while (<$spelling>) {
	$typos{$1} = $2 if /^([^#|]+)\|\|(.+)$/;
}
close($spelling);

my ($patch) = @ARGV;
my ($nr, $left, $author, $signed, $in_log, $last) = (0, 0, '', '', 0, '');

sub say_it {
	my ($level, $type, $text) = @_;

	return if grep { $_ eq $type } @ignore;
	push @report, "$patch:$nr: $level:" . ($show_types ? "$type:" : '') . " $text\n";
}

sub expanded {
	my ($line) = @_;

	1 while $line =~ s/^([^\t]*)\t/$1 . ' ' x (8 - length($1) % 8)/e;
	return $line;
}

# Where the last parenthesis of a line that stays open stands; -1 for none.
sub open_at {
	my ($line) = @_;
	my @open;

	for my $at (0 .. length($line) - 1) {
		push @open, $at if substr($line, $at, 1) eq '(';
		pop @open if substr($line, $at, 1) eq ')';
	}
	return @open ? $open[-1] : -1;
}

sub seed {
	my ($file) = @_;

	open(my $in, '<', $file) or return;
	while (<$in>) {
		$camelcase{$1} = 1 if /^\s*(?:#\s*define|struct|enum|union|int)\s+(\w*[a-z][A-Z]\w*)/;
	}
	close($in);
}

# The names of include/ are kept in a file where it runs, as the real script does it.
sub seed_all {
	my $cache = '.checkpatch-camelcase.date.1';

	return if %camelcase;
	if (!-f $cache) {
		my $files = -e ($ENV{GIT_DIR} // '.git') ? `git ls-files "include/*.h"`
							 : `find $root/include -name '*.h'`;
		seed($_) for split("\n", $files);
		open(my $out, '>', $cache) or die;
		print $out "$_\n" for sort keys %camelcase;
		close($out);
	}
	open(my $in, '<', $cache) or die;
	chomp, $camelcase{$_} = 1 while <$in>;
	close($in);
	$camelcase{''} = 1;
}

# As in the real script: the hash of the commit, and its subject; undef where git knows none.
sub git_commit_info {
	my ($commit, $id, $desc) = @_;

	return ($id, $desc) if !grep { -x "$_/git" } split(/:/, $ENV{PATH});
	return ($id, $desc) if !-e ($ENV{GIT_DIR} // '.git');
	my $output = `export LANGUAGE=en_US.UTF-8; git log --no-color --format='%H %s' -1 $commit 2>&1`;
	$output =~ s/^\s*//gm;
	my @lines = split("\n", $output);
	return ($id, $desc) if $#lines < 0;
	return (undef, $desc) if $lines[0] =~ /^fatal: (?:ambiguous argument|bad object)/;
	return (substr($lines[0], 0, 12), substr($lines[0], 41));
}

my $file = '';
open(my $in, '<', $patch) or die "$0: $patch: open failed - $!\n";
while (my $line = <$in>) {
	chomp $line;
	$nr++;
	$author = $1 if $line =~ /^From: (.*)/;
	$signed = $1 if $line =~ /^Signed-off-by: (.*)/;
	$in_log = 1 if $line eq '' && $file eq '';
	$in_log = 0 if $line eq '---' || $line =~ /^diff --git /;
	if ($line =~ /^\+\+\+ b\/(\S+)/) {
		$file = $1;
		$in_log = 0;
	}
	say_it('WARNING', 'COMMIT_LOG_LONG_LINE',
	       'Prefer a maximum 75 chars per line (possible unwrapped commit description?)')
		if $in_log && length($line) > 75;
	if ($in_log && $line =~ /\bcommit ([0-9a-f]{6,40}) \("(.*)"\)/) {
		my ($id, $desc) = git_commit_info($1, '0123456789ab', $2);
		say_it('ERROR', 'GIT_COMMIT_ID', "Please use git commit description style - ie: 'commit $id (\"$desc\")'")
			if defined($id) && $desc ne $2;
	}
	if ($in_log && $line =~ /(^fixes:|\bcommit)\s+([0-9a-f]{6,40})\b/i) {
		my ($id) = git_commit_info($2, undef, undef);
		say_it('WARNING', 'UNKNOWN_COMMIT_ID',
		       "Unknown commit id '$2', maybe rebased or not pulled?") if !defined($id);
	}
	if ($line =~ /^\@\@ -\d+(?:,\d+)? \+\d+(?:,(\d+))? \@\@/) {
		$left = defined($1) ? $1 : 1;
		$last = '';
		next;
	}
	next if !$left || $line !~ /^[ +]/;
	$left--;
	my $text = expanded(substr($line, 1));
	my $open = open_at($last);
	if ($line =~ /^\+/) {
		say_it('ERROR', 'TRAILING_WHITESPACE', 'trailing whitespace') if $text =~ /\s$/;
		say_it('WARNING', 'LONG_LINE',
		       'line length of ' . length($text) . ' exceeds 100 columns') if length($text) > 100;
		my $indent = length($text) - length($text =~ s/^ *//r);
		say_it('CHECK', 'PARENTHESIS_ALIGNMENT', 'Alignment should match open parenthesis')
			if $strict && $open >= 0 && $last =~ /,$/ && $indent != $open + 1;
		for my $typo (sort keys %typos) {
			say_it('WARNING', 'TYPO_SPELLING',
			       "'$typo' may be misspelled - perhaps '$typos{$typo}'?")
				if $text =~ /\b\Q$typo\E\b/;
		}
		while ($strict && $text =~ /\b(\w*[a-z][A-Z]\w*)/g) {
			my $word = $1;
			seed_all();
			seed($file);
			say_it('CHECK', 'CAMELCASE', "Avoid CamelCase: <$word>")
				if !$camelcase{$word}++;
		}
	}
	$last = $text;
}
close($in);
if ($author ne '') {
	say_it('ERROR', 'MISSING_SIGN_OFF', 'Missing Signed-off-by: line(s)') if $signed eq '';
	say_it('ERROR', 'NO_AUTHOR_SIGN_OFF',
	       "Missing Signed-off-by: line by nominal patch author '$author'")
		if $signed ne '' && $signed ne $author;
}
print @report;
exit(@report ? 1 : 0);
