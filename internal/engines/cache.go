// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package engines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/go-version"
)

// CacheVariable names another folder for what was fetched.
const CacheVariable = "KALTURA_ENGINE_CACHE"

// The cache holds one folder for each product and version:
// CACHE/terraform/1.11.4/terraform.
func (f Finder) cacheDir() (string, error) {
	if f.CacheDir != "" {
		return f.CacheDir, nil
	}
	if dir := os.Getenv(CacheVariable); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place for a cache, set %s: %w", CacheVariable, err)
	}
	return filepath.Join(dir, "terraform-provider-kaltura", "engines"), nil
}

func (f Finder) cached(ctx context.Context, want Want) (Engine, error) {
	for _, product := range []Product{Terraform, OpenTofu} {
		if !want.allows(product) {
			continue
		}
		for _, release := range f.cachedVersions(product) {
			if !versionMatches(release, want.Version) {
				continue
			}
			if engine, err := f.cachedEngine(ctx, product, release); err == nil {
				return engine, nil
			}
		}
	}
	return Engine{}, errors.New("none")
}

func (f Finder) allCached(ctx context.Context) []Engine {
	var found []Engine
	for _, product := range []Product{Terraform, OpenTofu} {
		for _, release := range f.cachedVersions(product) {
			if engine, err := f.cachedEngine(ctx, product, release); err == nil {
				found = append(found, engine)
			}
		}
	}
	return found
}

func (f Finder) cachedEngine(ctx context.Context, product Product, release string) (Engine, error) {
	dir, err := f.cacheDir()
	if err != nil {
		return Engine{}, err
	}
	engine, err := Identify(ctx, filepath.Join(dir, string(product), release, product.executable()))
	engine.Origin = "cache"
	return engine, err
}

// cachedVersions returns the versions with a folder in the cache, newest first.
func (f Finder) cachedVersions(product Product) []string {
	dir, err := f.cacheDir()
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(dir, string(product)))
	if err != nil {
		return nil
	}
	var releases version.Collection
	for _, entry := range entries {
		if release, err := version.NewVersion(entry.Name()); err == nil {
			releases = append(releases, release)
		}
	}
	slices.SortFunc(releases, func(a, b *version.Version) int { return b.Compare(a) })

	names := make([]string, len(releases))
	for i, release := range releases {
		names[i] = release.Original()
	}
	return names
}

// keep fills a folder of the cache. The program appears under its final name
// only once it is whole, so that an interrupted fetch leaves nothing to be
// mistaken for an engine.
func (f Finder) keep(ctx context.Context, product Product, release string, fill func(dir string) error) (Engine, error) {
	cache, err := f.cacheDir()
	if err != nil {
		return Engine{}, err
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return Engine{}, err
	}
	unfinished, err := os.MkdirTemp(cache, "unfinished-")
	if err != nil {
		return Engine{}, err
	}
	defer os.RemoveAll(unfinished)
	if err := fill(unfinished); err != nil {
		return Engine{}, err
	}

	final := filepath.Join(cache, string(product), release)
	if err := os.MkdirAll(final, 0o750); err != nil {
		return Engine{}, err
	}
	program := filepath.Join(final, product.executable())
	if err := os.Rename(filepath.Join(unfinished, product.executable()), program); err != nil {
		return Engine{}, err
	}
	fmt.Fprintf(f.Log, "Kept %s %s in %s\n", product, release, final)
	return Identify(ctx, program)
}
