#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Links vmlinux and the modules, and says what modpost would say; with an argument, the modules only.
use strict;
use warnings;
use Time::HiRes 'stat';

# What the rest of a kernel would export.
my %exported = map { $_ => 1 } qw(__pci_register_driver dev_err devm_request_irq);
my @links;
sub run { system(@_) == 0 or exit 1 }
sub written { (stat($_[0]))[9] // 0 }
# Write a file, but only when it says something new.
sub keep {
	my ($file, $text) = ($_[0], join('', @_[1 .. $#_]));
	my $in;
	return if open($in, '<', $file) and join('', <$in>) eq $text;
	open(my $out, '>', $file) or die "$file: $!\n";
	print $out $text;
}
# Is there something to link, for one of these is newer?
sub stale {
	my ($what, @objects) = @_;
	return !-e $what || grep { written($_) >= written($what) } @objects;
}

for my $file (sort split(/\n/, `find drivers sound -name .links`)) {
	open(my $in, '<', $file) or die "$file: $!\n";
	push @links, map { [split] } <$in>;
	close($in);
}
# What modules_check says.
my %places;
push @{$places{$_->[1] =~ s,.*/,,r}}, "$_->[1].ko" for grep { $_->[0] eq 'm' } @links;
for my $name (sort grep { @{$places{$_}} > 1 } keys %places) {
	print STDERR "error: the following would cause module name conflict:\n", map { "  $_\n" } @{$places{$name}};
	exit 1;
}
my (%undefined, %defined);
my @objects = map { @$_[2 .. $#$_] } @links;
for (@objects ? `nm -o @objects` : ()) {
	my ($object, $type, $symbol) = /^(\S+?):\S*\s*([A-Za-z]) (\S+)/ or next;
	if ($symbol =~ s/^__export_symbol_//) { $exported{$symbol} = 1 }
	elsif ($type eq 'U') { $undefined{$object}{$symbol} = 1 }
	else { $defined{$object}{$symbol} = 1 }
}
my @image = map { @$_[2 .. $#$_] } grep { $_->[0] eq 'y' } @links;
if (!@ARGV) {
	print "  LD      vmlinux\n";
	run('ld', '-r', '-o', 'vmlinux', @image) if @image;
	run('touch', 'vmlinux');
}
print "  MODPOST Module.symvers\n";
my $missing = 0;
for my $link (grep { $_->[0] eq 'm' } @links) {
	my (undef, $name, @objects) = @$link;
	my %own = map { %{$defined{$_} || {}} } @objects;
	for my $symbol (sort keys %{{ map { %{$undefined{$_} || {}} } @objects }}) {
		next if $own{$symbol} or $exported{$symbol};
		print "ERROR: modpost: \"$symbol\" [$name.ko] undefined!\n";
		$missing = 1;
	}
}
open(my $order, '>', 'modules.order') or die "modules.order: $!\n";
for my $link (grep { $_->[0] eq 'm' } @links) {
	my (undef, $name, @objects) = @$link;
	print $order "$name.o\n";
	keep("$name.mod", map { "$_\n" } @objects);
	next if $missing or !stale("$name.ko", @objects, "$name.mod");
	print "  LD [M]  $name.ko\n";
	run('ld', '-r', '-o', "$name.ko", @objects);
}
close($order);
exit 1 if $missing;
