// Copyright the terraform-provider-kaltura authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// maxFileBytes is the maximum size of a file with a value.
	maxFileBytes = 64 << 10
	// fileTime limits the reading of a file that is not on a disk: /proc/kmsg
	// has the mode and the size of an empty file, and never ends.
	fileTime = 2 * time.Second
)

// Errors of readFile. They complete a sentence and do not repeat the path: what
// does not exist may be the value itself.
var (
	errFileMissing    = errors.New("it does not exist")
	errFileUnreadable = errors.New("it cannot be read")
	errFileDirectory  = errors.New("it is a directory")
	errFileIrregular  = errors.New("it is not a regular file")
	errFileTooLarge   = fmt.Errorf("it is larger than %d KiB", maxFileBytes>>10)
	errFileEmpty      = errors.New("it is empty")
	errFileEncoding   = errors.New("it is not UTF-8 text (Windows PowerShell 5 writes UTF-16 unless it is told -Encoding utf8)")
)

// readFile opens a file once and checks what it opened. It removes the byte
// order mark that some editors write.
func readFile(path string) (string, error) {
	// Without O_NONBLOCK, opening a pipe waits for its other end.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) //nolint:gosec // the variable names a file by design
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENAMETOOLONG):
		return "", errFileMissing
	case err != nil:
		return "", errFileUnreadable
	}
	defer file.Close() //nolint:errcheck // nothing was written
	info, err := file.Stat()
	switch {
	case err != nil:
		return "", errFileUnreadable
	case info.IsDir():
		return "", errFileDirectory
	case !info.Mode().IsRegular():
		return "", errFileIrregular
	}
	_ = file.SetReadDeadline(time.Now().Add(fileTime)) // files on a disk have no deadline, and need none
	content, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	switch {
	case err != nil:
		return "", errFileUnreadable
	case len(content) > maxFileBytes:
		return "", errFileTooLarge
	case !utf8.Valid(content):
		return "", errFileEncoding
	}
	return strings.TrimPrefix(string(content), "\ufeff"), nil
}

// printable replaces what a terminal would interpret.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
