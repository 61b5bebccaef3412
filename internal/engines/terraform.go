// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

const (
	// Short, because on a machine without the internet everybody waits for it.
	listTimeout     = 6 * time.Second
	downloadTimeout = 5 * time.Minute
)

// download installs the newest Terraform that is wanted from its makers'
// release site; hc-install verifies the signature.
func (f Finder) download(ctx context.Context, want Want) (Engine, error) {
	if !want.allows(Terraform) {
		return Engine{}, errUnwanted
	}
	release, err := newestTerraform(ctx, want)
	if err != nil {
		return Engine{}, err
	}
	if engine, err := f.cachedEngine(ctx, Terraform, release.String()); err == nil {
		return engine, nil
	}
	fmt.Fprintf(f.Log, "Downloading Terraform %s ...\n", release)
	return f.keep(ctx, Terraform, release.String(), func(dir string) error {
		_, err := (&releases.ExactVersion{
			Product:    product.Terraform,
			Version:    release,
			InstallDir: dir,
			Timeout:    downloadTimeout,
		}).Install(ctx)
		return err
	})
}

func newestTerraform(ctx context.Context, want Want) (*version.Version, error) {
	versions := releases.Versions{Product: product.Terraform, ListTimeout: listTimeout}
	listed, err := versions.List(ctx)
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err
	}
	if err != nil {
		return nil, fmt.Errorf("the release site cannot be reached: %w", err)
	}
	var newest *version.Version
	for _, candidate := range listed {
		exact, ok := candidate.(*releases.ExactVersion)
		if ok && eligible(exact.Version, want.Version) && (newest == nil || exact.Version.GreaterThan(newest)) {
			newest = exact.Version
		}
	}
	if newest == nil {
		return nil, errors.New("no such release")
	}
	return newest, nil
}

// A pre-release is installed only when it is asked for by its whole name.
func eligible(release *version.Version, want string) bool {
	if release.Prerelease() != "" {
		return release.String() == want
	}
	return want == Newest || versionMatches(release.String(), want)
}
