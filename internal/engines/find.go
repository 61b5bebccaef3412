// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/go-version"
)

const (
	// PathVariable names the engine that takes precedence. It is the variable
	// that terraform-plugin-testing reads.
	PathVariable = "TF_ACC_TERRAFORM_PATH"
	// CacheVariable names another cache directory for downloaded engines.
	CacheVariable = "KALTURA_ENGINE_CACHE"
)

// wanted is a requested engine. The zero value accepts any.
type wanted struct {
	product Product
	version string // complete, or its beginning, such as 1.11
}

func parse(spec string) (w wanted, isPath bool) {
	name, release, _ := strings.Cut(spec, "@")
	w = wanted{product: Product(name), version: release}
	return w, name != "" && w.product != Terraform && w.product != OpenTofu
}

func (w wanted) String() string { return strings.TrimSpace(w.product.String() + " " + w.version) }

func (w wanted) allows(product Product) bool { return w.product == "" || w.product == product }

func (w wanted) matches(release string) bool {
	return w.version == "" || release == w.version || strings.HasPrefix(release, w.version+".")
}

// NotFoundError says why each searched place has no engine.
type NotFoundError struct {
	Wanted string
	Tried  []string
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no %s was found.\n  - %s\n%s", e.Wanted, strings.Join(e.Tried, "\n  - "), installAdvice)
}

const installAdvice = `Install it so that it is in PATH (any version from Terraform 1.5 or OpenTofu 1.10 on serves, if none is named above):
  - Terraform: https://developer.hashicorp.com/terraform/install
  - OpenTofu:  https://opentofu.org/docs/intro/install
or point ` + PathVariable + ` at the program.`

type place struct {
	name string
	find func(context.Context, wanted) (Engine, error)
}

var installed = []place{
	{PathVariable, chosen},
	{"terraform in PATH", inPath(Terraform)},
	{"tofu in PATH", inPath(OpenTofu)},
	{"cache", cached},
}

// Find returns the first installed engine that spec allows: the one named by
// TF_ACC_TERRAFORM_PATH, terraform or tofu in PATH, or a cached one. Spec is ""
// for any, terraform or tofu, one of these with a version or its beginning
// (tofu@1.11), or the path of a program. If there is none, the error is a
// *NotFoundError.
func Find(ctx context.Context, spec string) (Engine, error) {
	return find(ctx, spec, installed)
}

// Fetch is like Find, but downloads Terraform or builds OpenTofu, which
// requires only Go, if no engine is installed. It reports slow steps on
// standard error.
func Fetch(ctx context.Context, spec string) (Engine, error) {
	return find(ctx, spec, append(slices.Clone(installed), place{"download of Terraform", download}, place{"build of OpenTofu", build}))
}

func find(ctx context.Context, spec string, places []place) (Engine, error) {
	want, isPath := parse(spec)
	if isPath {
		engine, err := identify(ctx, spec)
		engine.Origin = "chosen"
		return engine, err
	}
	notFound := &NotFoundError{Wanted: want.String()}
	for _, place := range places {
		engine, err := place.find(ctx, want)
		if err == nil && (!want.allows(engine.Product) || !want.matches(engine.Version)) {
			err = fmt.Errorf("%w: it is %s", errUnwanted, engine)
		}
		switch {
		case err == nil:
			engine.Origin = cmp.Or(engine.Origin, place.name)
			return engine, nil
		case ctx.Err() != nil:
			return Engine{}, ctx.Err()
		case errors.Is(err, errUnusable):
			// The user chose this one: using another would hide the mistake.
			return Engine{}, err
		}
		notFound.Tried = append(notFound.Tried, place.name+": "+err.Error())
	}
	return Engine{}, notFound
}

var (
	errNone     = errors.New("none")
	errUnusable = errors.New(PathVariable + " names a program that cannot be used")
	errUnwanted = errors.New("not what is wanted")
)

func chosen(ctx context.Context, _ wanted) (Engine, error) {
	path := os.Getenv(PathVariable)
	if path == "" {
		return Engine{}, errors.New("not set")
	}
	engine, err := identify(ctx, path)
	if err != nil {
		return Engine{}, fmt.Errorf("%w: %w", errUnusable, err)
	}
	return engine, nil
}

func inPath(product Product) func(context.Context, wanted) (Engine, error) {
	return func(ctx context.Context, want wanted) (Engine, error) {
		if !want.allows(product) {
			return Engine{}, errUnwanted
		}
		path, err := exec.LookPath(string(product))
		if err != nil {
			return Engine{}, errNone
		}
		if path, err = filepath.Abs(path); err != nil {
			return Engine{}, err
		}
		return identify(ctx, path)
	}
}

// The cache has one directory per product and version:
// CACHE/terraform/1.11.4/terraform.
func cacheDir() (string, error) {
	if dir := os.Getenv(CacheVariable); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place for a cache, set %s: %w", CacheVariable, err)
	}
	return filepath.Join(dir, "terraform-provider-kaltura", "engines"), nil
}

// cached returns the newest of a product, Terraform first.
func cached(ctx context.Context, want wanted) (Engine, error) {
	dir, err := cacheDir()
	if err != nil {
		return Engine{}, err
	}
	for _, product := range []Product{Terraform, OpenTofu} {
		var releases version.Collection
		entries, _ := os.ReadDir(filepath.Join(dir, string(product))) // often there is none
		for _, entry := range entries {
			release, err := version.NewVersion(entry.Name())
			if err == nil && want.allows(product) && want.matches(entry.Name()) {
				releases = append(releases, release)
			}
		}
		slices.SortFunc(releases, func(a, b *version.Version) int { return b.Compare(a) })
		for _, release := range releases {
			if engine, err := identify(ctx, filepath.Join(dir, string(product), release.Original(), executable(string(product)))); err == nil {
				return engine, nil
			}
		}
	}
	return Engine{}, errNone
}
