package session

import (
	"strconv"
	"strings"
)

// Names of what is kept. All that belongs to one chat shares a hash tag, {KEY}, so that on a Cluster it lies on one
// node and a script may touch all of it.
const namespace = "chuyme:"

func (k Key) valid() bool {
	return len(k) > 0 && len(k) <= 128 &&
		!strings.ContainsFunc(string(k), func(r rune) bool { return r <= ' ' || r > '~' || r == '{' || r == '}' })
}

func (k Key) session() string { return namespace + "{" + string(k) + "}s" }
func (k Key) box() string     { return namespace + "{" + string(k) + "}m" }
func (k Key) notes() string   { return namespace + "{" + string(k) + "}n" }

// bucketName names the set of the chats whose deadline falls into a minute since 1970.
func bucketName(minute int64) string { return namespace + "due:" + strconv.FormatInt(minute, 10) }

const cursorName = namespace + "due:cursor"

func onceName(sum string) string { return namespace + "once:" + sum }
