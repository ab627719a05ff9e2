#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0
# Links vmlinux and the modules, and says what modpost would say; with an argument, the modules only.
use strict;
use warnings;

# What the rest of a kernel would export.
my %exported = map { $_ => 1 } qw(__pci_register_driver dev_err devm_request_irq);
my @links;
sub run { system(@_) == 0 or exit 1 }

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
for my $object (map { @$_[2 .. $#$_] } @links) {
	for (`nm $object`) {
		next unless /^\S*\s*([A-Za-z]) (\S+)/;
		if ($2 =~ /^__export_symbol_(.*)/) { $exported{$1} = 1 }
		elsif ($1 eq 'U') { $undefined{$object}{$2} = 1 }
		else { $defined{$object}{$2} = 1 }
	}
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
	open(my $mod, '>', "$name.mod") or die "$name.mod: $!\n";
	print $mod map { "$_\n" } @objects;
	close($mod);
	next if $missing;
	print "  LD [M]  $name.ko\n";
	run('ld', '-r', '-o', "$name.ko", @objects);
}
close($order);
exit 1 if $missing;
