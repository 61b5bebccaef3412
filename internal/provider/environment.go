// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// maxSettingFile is the maximum size of a file with a value, in bytes.
const maxSettingFile = 64 << 10

// readEnvironment reads the value from the setting's variable, or from the file
// that its other variable names. It reads the file each time, because secret
// stores replace it.
func (r *resolvedSetting) readEnvironment(environment func(string) string, diags *diag.Diagnostics) {
	r.text = r.form.trimmed(environment(r.variable()))
	path := ""
	if r.fileVariable() != "" {
		path = strings.TrimSpace(environment(r.fileVariable()))
	}
	switch {
	case path != "" && r.text != "":
		diags.AddError("Ambiguous Kaltura Setting", fmt.Sprintf("The environment variables %s and %s are both set. "+
			"Unset one of them: the first is the value itself, the second the name of a file with the value.", r.variable(), r.fileVariable()))
		r.text = ""
	case path != "":
		content, err := readSettingFile(path)
		if r.text = r.form.trimmed(content); err == nil && r.text == "" {
			err = errors.New("it is empty")
		}
		if err != nil {
			diags.AddError("Unreadable Kaltura Setting File", fmt.Sprintf("The environment variable %s names %s, "+
				"and %s. It takes the path of a file that holds nothing but the value.", r.fileVariable(), shownPath(path), err))
			return
		}
		r.file = path
	}
	if r.text != "" {
		r.origin = fromEnvironment
	}
}

// shownPath hides a path that may be the value itself.
func shownPath(path string) string {
	if filepath.IsAbs(path) || strings.HasPrefix(path, ".") {
		return "the file " + path
	}
	return "a file by a relative path"
}

// readSettingFile returns errors that complete a sentence and do not repeat the
// path.
func readSettingFile(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", errors.New("it does not exist")
	case err != nil:
		return "", errors.New("it cannot be read")
	case info.IsDir():
		return "", errors.New("it is a directory")
	case !info.Mode().IsRegular(): // reading a pipe could block
		return "", errors.New("it is no ordinary file")
	case info.Size() > maxSettingFile:
		return "", fmt.Errorf("it is larger than %d KiB", maxSettingFile>>10)
	}
	content, err := os.ReadFile(path) //nolint:gosec // the variable names a file by design
	if err != nil {
		return "", errors.New("it cannot be read")
	}
	return string(content), nil
}
