#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Who must get a patch, by MAINTAINERS: the answers of the real script, not its thousand options.
# usage: get_maintainer.pl [--scm] [--subsystem] [--git] [--git-since=DATE] [--no-m] [--no-remove-duplicates]
#	[--roles and others] {-f [--] FILE | [--] PATCH}
use strict;
use warnings;

my %roles = ('Supported' => 'supporter', 'Odd Fixes' => 'odd fixer');
# The user's own files change what the real script says: ~/.get_maintainer.conf and the other.
sub lines_of {
	my ($conf) = @_;
	my ($path) = grep { -e } map { "$_/$conf" } '.', $ENV{HOME}, '.scripts';
	open(my $in, '<', $path // '/dev/null') or die "$conf: $!\n";
	chomp(my @lines = <$in>);
	return @lines;
}
unshift @ARGV, map { split } lines_of('.get_maintainer.conf');
my %ignored = map { $_ => 1 } lines_of('.get_maintainer.ignore');
my %option = map { /^--([a-z-]+)(?:=(.*))?$/ ? ($1 => $2 // 1) : () } @ARGV;

my ($file) = $ARGV[-1] =~ /^-/ ? die "get_maintainer.pl: no file\n" : $ARGV[-1];
my $is_patch = !grep { $_ eq '-f' } @ARGV;
my (@sections, $title);

for my $mark ('COPYING', 'CREDITS', 'Kbuild', 'MAINTAINERS', 'Makefile', 'README', 'Documentation',
	      'arch', 'include', 'drivers', 'fs', 'init', 'ipc', 'kernel', 'lib', 'scripts') {
	-e $mark or die "The current directory does not appear to be a linux kernel source tree.\n";
}
-e $file or die "get_maintainer.pl: file '$file' not found\n";
open(my $in, '<', 'MAINTAINERS') or die "get_maintainer.pl: MAINTAINERS: $!\n";
while (<$in>) {
	chomp;
	last if /^Maintainers List/;
}
while (<$in>) {
	chomp;
	if (/^([MRLSFXTK]):\s*(.*?)\s*$/) {
		push @{$sections[-1]{$1}}, $2 if @sections;
	} elsif (/^\S/ && !/^-+$/) {
		push @sections, { title => $_ };
	}
}
close($in);

# The files of a patch, and where each keyword stands: in the message, or in a line that goes or comes.
my (@files, %keyword);
sub read_patch {
	my $prefix = '';

	open(my $patch, '<', $file) or die "get_maintainer.pl: $file: $!\n";
	while (my $line = <$patch>) {
		if ($line =~ m{^(?:\+\+\+|---)\s+(?:[^/]*/)?(\S+)}) {
			push @files, $1;
			$prefix = '^[+-].*';
			next;
		}
		for my $section (@sections) {
			for my $word (@{$section->{K} || []}) {
				$keyword{$section->{title}} = $word if $line =~ m/${prefix}$word/x;
			}
		}
	}
	close($patch);
}
@files = ($file);
@files = (), read_patch() if $is_patch;

# F: drivers/net/ is all below, drivers/* is that folder alone.
sub pattern {
	my ($glob) = @_;
	my $re = quotemeta($glob);

	$re =~ s/\\\*/[^\/]*/g;
	$re =~ s/\\\?/[^\/]/g;
	$re =~ s/\\\[(.*?)\\\]/[$1]/g;
	return $glob =~ m,/$, ? qr/^$re/ : qr/^$re$/;
}

sub matches {
	my ($section, $key) = @_;
	return scalar grep { my $glob = $_; grep { $_ =~ pattern($glob) } @files } @{$section->{$key} || []};
}

# The most special section comes first.
sub depth {
	my ($section) = @_;
	my ($best) = sort { $b <=> $a } map { length }
		grep { my $glob = $_; grep { $_ =~ pattern($glob) } @files } @{$section->{F}};
	return $best;
}

# A name with anything but letters, digits and "-" stands in quotes; what holds no address is told on
# standard error alone.
sub address {
	my ($text) = @_;

	if ($text !~ /\@/) {
		warn "Invalid MAINTAINERS address: '$text'\n";
		return ();
	}
	return $text unless $text =~ /^([^<]+?)\s*<(.+\@.*)>/;
	my ($name, $address) = ($1, $2);
	$name =~ s/^"|"$//g;
	$name =~ s/(?<!\\)"/\\"/g;
	return $name =~ /[^\w \-]/a ? "\"$name\" <$address>" : "$name <$address>";
}

my (@trees, %seen, @people, @reviewers, @lists, @committers);
my @hits = grep { matches($_, 'F') && !matches($_, 'X') } @sections;
# Those whom a keyword names come behind; somebody who is there already is left out, if duplicates are.
sub seen { return $seen{$_[0]}++ && !$option{'no-remove-duplicates'} }
my @named = grep { defined($keyword{$_->{title}}) } @sections;
for my $place (0 .. $#hits + @named) {
	my @sorted = sort { depth($b) <=> depth($a) } @hits;
	my $section = $place > $#hits ? $named[$place - @hits] : $sorted[$place];
	my $name = substr($section->{title}, 0, 44);
	my $role = $roles{$section->{S}[0] // ''} // 'maintainer';

	$name .= '...' if length($section->{title}) > 44;
	$name = '' if $section->{title} eq 'THE REST';
	$name .= ":Keyword:$keyword{$section->{title}}" if $place > $#hits;
	push @trees, grep { !$seen{$_}++ } @{$section->{T} || []};
	next if $name eq '' && @people;
	push @people, map { "$_ ($role:" . ($name || 'THE REST') . ')' } grep { !seen($_) }
		map { address($_) } @{$section->{M} || []} unless $option{'no-m'};
	push @reviewers, map { "$_ (reviewer:$name)" } grep { !seen($_) }
		map { address($_) } @{$section->{R} || []};
	push @lists, map {
		/^(\S+)\s+\(moderated/ ? [$1, 'moderated list'] : [$_, 'open list']
	} @{$section->{L} || []};
	$_->[2] //= $name for @lists;
}
push @lists, ['linux-kernel@vger.example.org', 'open list', ''] unless grep { $_->[2] eq '' } @lists;
if ($option{git}) {
	die "No supported VCS found\n" unless -e '.git';
	for my $signer (`git log --since=$option{'git-since'} --follow --numstat --format='%b' -- $file`) {
		chomp($signer);
		push @committers, $signer if $signer =~ s/^\s*Signed-off-by:\s*// && !$seen{$signer}++;
	}
}
if ($option{subsystem}) {
	print "$_->{title}\n" for sort { depth($b) <=> depth($a) } @hits;
	exit 0;
}
if ($option{scm}) {
	print "$_\n" for @trees;
	exit 0;
}
sub known { return $_[0] !~ /([^\s<]+\@[^\s>]+)/ || !$ignored{$1} }
print "$_\n" for grep { known($_) } @people, @reviewers;
print "$_ (commit_signer)\n" for grep { known($_) } @committers;
print $_->[0], ' (', $_->[1], $_->[2] eq '' ? '' : ":$_->[2]", ")\n" for grep { !seen($_->[0]) } @lists;
