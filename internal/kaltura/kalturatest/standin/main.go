// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

// Command standin serves the made-up accounts of package kalturatest on a
// loopback address, for trying the provider without a Kaltura account.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"text/tabwriter"

	"github.com/kaltura/terraform-provider-kaltura/internal/kaltura/kalturatest"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "loopback address to listen on")
	show := flag.Bool("show-credentials", false, "print the made-up secrets and passwords too")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *addr, *show)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "standin:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, addr string, show bool) error {
	if err := checkLoopback(addr); err != nil {
		return err
	}
	server, err := kalturatest.Start(addr)
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Println(server.URL)
	if err := printAccounts(kalturatest.DefaultAccounts(), show); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// checkLoopback: the secrets are well known, so nobody else may reach them.
func checkLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("address %q is not a loopback address", addr)
	}
	return nil
}

func printAccounts(accounts []kalturatest.Account, show bool) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	if !show {
		fmt.Fprintln(w, "partner id\taccount")
		for _, a := range accounts {
			fmt.Fprintf(w, "%d\t%s\n", a.ID, a.Name)
		}
		return w.Flush()
	}
	fmt.Fprintln(w, "partner id\taccount\tadmin secret\tuser secret\tlogin id\tpassword")
	for _, a := range accounts {
		owner := a.Users[0]
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", a.ID, a.Name, a.AdminSecret, a.UserSecret, owner.LoginID, owner.Password)
	}
	fmt.Fprintln(w, "\napp token id\ttoken\thash type\tprivileges")
	for _, t := range kalturatest.Acme.AppTokens {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.ID, t.Token, t.HashType, t.SessionPrivileges)
	}
	return w.Flush()
}
