#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# What modpost says of modules that were linked: licences, namespaces, symbols that nobody has, and
# code that runs later than what it calls.
#
#	modpost [-M] -i SYMVERS -o SYMVERS OBJECT...
use strict;
use warnings;
use Getopt::Std;

getopts('Mi:o:', \my %given) or exit 1;
my (%exports, $wrong);

sub error { print STDERR "ERROR: modpost: @_\n"; $wrong = 1 }

open(my $in, '<', $given{i}) or die "$given{i}: $!\n";
while (<$in>) {
	chomp;
	my (undef, $symbol, undef, $export, $space) = split(/\t/, $_, -1);
	$exports{$symbol} = [ $export, $space ];
}
close($in);
for my $object (@ARGV) {
	my ($name) = $object =~ /^(.*)\.o$/ or die "$object is no object\n";
	my @info = `objcopy -O binary --only-section=.modinfo $object $object.info 2>/dev/null && cat $object.info` =~ /([^\0]+)/g;
	my @licences = map { /^license=(.*)/ } @info;
	my %spaces = map { $_ => 1 } map { /^import_ns=(.*)/ } @info;
	unlink("$object.info");
	my %early = ('.init.text' => 1);
	my $table = `objdump -t $object`;
	$early{$_} = 1 for $table =~ /\s\.init\.text\s+\S+\s+(\S+)$/mg;
	my $calls = `objdump -r -j .text $object 2>/dev/null`;
	my %late = map { $_ => 1 } grep { $early{$_} } $calls =~ /R_\S+\s+([\w.]+)/g;
	print STDERR "WARNING: modpost: $name: section mismatch in reference: text (section: .text) -> $_ (section: .init.text)\n"
		for sort keys %late;
	next if $name eq 'vmlinux';
	error("missing MODULE_LICENSE() in $object") unless @licences;
	for (`nm -u $object`) {
		my ($symbol) = /U (\S+)/ or next;
		my $export = $exports{$symbol};
		if (!$export) { error("\"$symbol\" [$name.ko] undefined!"); next }
		my ($kind, $space) = @$export;
		error("module $name uses symbol $symbol from namespace $space, but does not import it.")
			if $space ne '' and !$spaces{$space};
		error("GPL-incompatible module $name.ko uses GPL-only symbol '$symbol'")
			if $kind =~ /_GPL$/ and @licences and !grep { /GPL|MIT|MPL|BSD/ } @licences;
	}
}
exit($wrong ? 1 : 0);
