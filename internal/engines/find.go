// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// PathVariable names the engine to use above all others. It is the variable
// that terraform-plugin-testing reads.
const PathVariable = "TF_ACC_TERRAFORM_PATH"

// Newest as a wanted version means the newest release there is, whatever is
// installed.
const Newest = "newest"

// Want says which engine is looked for. The zero value accepts any.
type Want struct {
	Product Product
	// Version is a whole version, its beginning ("1.11"), Newest or empty.
	Version string
}

// String describes the wanted engine, as "Terraform 1.11".
func (w Want) String() string {
	return strings.TrimSpace(w.Product.String() + " " + w.Version)
}

func (w Want) allows(product Product) bool {
	return w.Product == "" || w.Product == product
}

func (w Want) accepts(e Engine) bool {
	return w.allows(e.Product) && versionMatches(e.Version, w.Version)
}

func versionMatches(version, want string) bool {
	return want == "" || version == want || strings.HasPrefix(version, want+".")
}

// Finder looks for engines.
type Finder struct {
	// Fetch permits downloading or building an engine when none is installed.
	Fetch bool
	// Log receives a line for everything that is fetched.
	Log io.Writer
	// CacheDir holds what was fetched. Empty means KALTURA_ENGINE_CACHE or a
	// folder in the user's cache directory.
	CacheDir string
}

// NotFoundError lists where an engine was looked for, and why each place had
// none.
type NotFoundError struct {
	Want  Want
	Tried []string
}

func (e *NotFoundError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "no %s was found.\n", e.Want)
	for _, tried := range e.Tried {
		fmt.Fprintf(&text, "  - %s\n", tried)
	}
	text.WriteString(installAdvice)
	return text.String()
}

const installAdvice = `Install it so that it is in PATH (any version from Terraform 1.5 or OpenTofu 1.10 on serves, if none is named above):
  - Terraform: https://developer.hashicorp.com/terraform/install
  - OpenTofu:  https://opentofu.org/docs/intro/install
or point ` + PathVariable + ` at the program.`

type source struct {
	name string
	find func(context.Context, Want) (Engine, error)
}

// Find returns the first engine that is what is wanted: the one named by
// TF_ACC_TERRAFORM_PATH, terraform or tofu in PATH, one fetched earlier, and,
// if the finder may fetch, a download of Terraform or a build of OpenTofu.
func (f Finder) Find(ctx context.Context, want Want) (Engine, error) {
	notFound := &NotFoundError{Want: want}
	for _, place := range f.sources(want) {
		engine, err := place.find(ctx, want)
		switch {
		case err == nil:
			engine.Origin = cmp.Or(engine.Origin, place.name)
			return engine, nil
		case ctx.Err() != nil:
			return Engine{}, ctx.Err()
		case errors.Is(err, errUnusable):
			// Somebody chose this one: taking another would hide the mistake.
			return Engine{}, err
		}
		notFound.Tried = append(notFound.Tried, place.name+": "+err.Error())
	}
	return Engine{}, notFound
}

func (f Finder) sources(want Want) []source {
	var places []source
	if want.Version != Newest {
		places = append(places,
			source{PathVariable, chosen},
			source{"terraform in PATH", inPath(Terraform)},
			source{"tofu in PATH", inPath(OpenTofu)},
			source{"cache", f.cached},
		)
	}
	if f.Fetch {
		places = append(places,
			source{"download of Terraform", f.download},
			source{"build of OpenTofu", f.build},
		)
	}
	return places
}

var (
	errUnusable = errors.New(PathVariable + " names a program that cannot be used")
	errUnwanted = errors.New("not what is wanted")
)

func chosen(ctx context.Context, want Want) (Engine, error) {
	path := os.Getenv(PathVariable)
	if path == "" {
		return Engine{}, errors.New("not set")
	}
	engine, err := Identify(ctx, path)
	if err != nil {
		return Engine{}, fmt.Errorf("%w: %w", errUnusable, err)
	}
	return accepted(engine, want)
}

func inPath(product Product) func(context.Context, Want) (Engine, error) {
	return func(ctx context.Context, want Want) (Engine, error) {
		if !want.allows(product) {
			return Engine{}, errUnwanted
		}
		path, err := exec.LookPath(string(product))
		if err != nil {
			return Engine{}, errors.New("none")
		}
		if path, err = filepath.Abs(path); err != nil {
			return Engine{}, err
		}
		engine, err := Identify(ctx, path)
		if err != nil {
			return Engine{}, err
		}
		return accepted(engine, want)
	}
}

func accepted(engine Engine, want Want) (Engine, error) {
	if !want.accepts(engine) {
		return Engine{}, fmt.Errorf("%w: it is %s", errUnwanted, engine)
	}
	return engine, nil
}

// Installed returns every engine that can be had without fetching.
func (f Finder) Installed(ctx context.Context) []Engine {
	var found []Engine
	for _, place := range f.sources(Want{})[:3] {
		if engine, err := place.find(ctx, Want{}); err == nil {
			engine.Origin = place.name
			found = append(found, engine)
		}
	}
	return append(found, f.allCached(ctx)...)
}
