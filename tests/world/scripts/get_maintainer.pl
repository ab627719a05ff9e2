#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Who must get a patch, by MAINTAINERS alone: the answers of the real script, not its thousand options.
# usage: get_maintainer.pl [--roles and others] -f FILE
use strict;
use warnings;

my %roles = ('Supported' => 'supporter', 'Odd Fixes' => 'odd fixer');
my ($file) = $ARGV[-1] =~ /^-/ ? die "get_maintainer.pl: no file\n" : $ARGV[-1];
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
	if (/^([MRLSFX]):\s*(.*?)\s*$/) {
		push @{$sections[-1]{$1}}, $2 if @sections;
	} elsif (/^\S/ && !/^-+$/) {
		push @sections, { title => $_ };
	}
}
close($in);

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
	return scalar grep { $file =~ pattern($_) } @{$section->{$key} || []};
}

# The most special section comes first.
sub depth {
	my ($section) = @_;
	my ($best) = sort { $b <=> $a } map { length } grep { $file =~ pattern($_) } @{$section->{F}};
	return $best;
}

my (%seen, @people, @reviewers, @lists);
my @hits = grep { matches($_, 'F') && !matches($_, 'X') } @sections;
for my $section (sort { depth($b) <=> depth($a) } @hits) {
	my $name = substr($section->{title}, 0, 44);
	my $role = $roles{$section->{S}[0] // ''} // 'maintainer';

	$name .= '...' if length($section->{title}) > 44;
	$name = '' if $section->{title} eq 'THE REST';
	next if $name eq '' && @people;
	push @people, map { "$_ ($role:" . ($name || 'THE REST') . ')' }
		grep { !$seen{$_}++ } @{$section->{M} || []};
	push @reviewers, map { "$_ (reviewer:$name)" } grep { !$seen{$_}++ } @{$section->{R} || []};
	push @lists, map {
		/^(\S+)\s+\(moderated/ ? [$1, 'moderated list'] : [$_, 'open list']
	} @{$section->{L} || []};
	$_->[2] //= $name for @lists;
}
push @lists, ['linux-kernel@vger.example.org', 'open list', ''] unless grep { $_->[2] eq '' } @lists;
print "$_\n" for @people, @reviewers;
print $_->[0], ' (', $_->[1], $_->[2] eq '' ? '' : ":$_->[2]", ")\n" for grep { !$seen{$_->[0]}++ } @lists;
