#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Turns the dependencies that gcc wrote into the record of an object (.x.o.cmd).
# usage: fixdep.pl DEPFILE TARGET COMMAND
use strict;
use warnings;

my ($depfile, $target, $command) = @ARGV;
open(my $in, '<', $depfile) or die "fixdep: $depfile: $!\n";
my $text = do { local $/; <$in> };
close($in);
unlink($depfile);
$text =~ s/\\\n/ /g;
$text =~ s/^[^:]*://;

my ($source, @files) = grep { !m,(^|/)include/generated/autoconf\.h$, } split(' ', $text);
my (%seen, @deps);
for my $file ($source, @files) {
	open(my $fh, '<', $file) or die "fixdep: $file: $!\n";
	my $content = do { local $/; <$fh> };
	close($fh);
	push @deps, "  $file" if $file ne $source;
	while ($content =~ /\bCONFIG_(\w+)/g) {
		(my $option = $1) =~ s/_MODULE$//;
		push @deps, "    \$(wildcard include/config/$option)" unless $seen{$option}++;
	}
}
print "savedcmd_$target := $command\n\nsource_$target := $source\n\n";
print "deps_$target := \\\n", map({ "$_ \\\n" } @deps), "\n";
print "$target: \$(deps_$target)\n\n\$(deps_$target):\n";
