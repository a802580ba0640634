;; The two passes of `Resampler`: sums of pixels times whole weights, in units of 2^-22, rounded to eight bits. Each sum
;; begins with a half. Lines' weights are as `triangleWeights` has them; pitches and strides are in bytes.
(module
  (import "resampler" "memory" (memory 1))

  ;; Brings each of the rows to another width, a pixel of red, green and blue at a time. A pixel is written as four bytes,
  ;; of which the last is the next pixel's first, which comes later.
  (func (export "alongRows")
    (param $pixels i32) (param $pitch i32) (param $rows i32)
    (param $first i32) (param $count i32) (param $weights i32) (param $stride i32)
    (param $size i32) (param $resized i32) (param $resizedPitch i32)
    (local $x i32) (local $from i32) (local $to i32) (local $weight i32) (local $end i32) (local $sum v128)
    (loop $row
      (local.set $x (i32.const 0))
      (local.set $to (local.get $resized))
      (loop $pixel
        (local.set $from (i32.add (local.get $pixels)
          (i32.mul (i32.const 3) (i32.load (i32.add (local.get $first) (i32.shl (local.get $x) (i32.const 2)))))))
        (local.set $weight (i32.add (local.get $weights) (i32.mul (local.get $x) (local.get $stride))))
        (local.set $end (i32.add (local.get $weight)
          (i32.shl (i32.load (i32.add (local.get $count) (i32.shl (local.get $x) (i32.const 2)))) (i32.const 2))))
        (local.set $sum (i32x4.splat (i32.const 0x200000)))
        (loop $term
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.mul
            (v128.load32_splat (local.get $weight))
            (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $from)))))))
          (local.set $from (i32.add (local.get $from) (i32.const 3)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
          (br_if $term (i32.lt_u (local.get $weight) (local.get $end))))
        (local.set $sum (i32x4.shr_u (local.get $sum) (i32.const 22)))
        (local.set $sum (i16x8.narrow_i32x4_s (local.get $sum) (local.get $sum)))
        (v128.store32_lane 0 (local.get $to) (i8x16.narrow_i16x8_u (local.get $sum) (local.get $sum)))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (br_if $pixel (i32.lt_u (local.get $x) (local.get $size))))
      (local.set $pixels (i32.add (local.get $pixels) (local.get $pitch)))
      (local.set $resized (i32.add (local.get $resized) (local.get $resizedPitch)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $row (local.get $rows))))

  ;; Brings the rows to another number of them, eight bytes of a row at a time.
  (func (export "alongColumns")
    (param $rows i32) (param $pitch i32)
    (param $first i32) (param $count i32) (param $weights i32) (param $stride i32)
    (param $size i32) (param $resized i32)
    (local $x i32) (local $from i32) (local $weight i32) (local $start i32) (local $end i32)
    (local $bytes v128) (local $factor v128) (local $low v128) (local $high v128)
    (loop $row
      (local.set $start (i32.add (local.get $rows) (i32.mul (local.get $pitch) (i32.load (local.get $first)))))
      (local.set $end (i32.add (local.get $weights) (i32.shl (i32.load (local.get $count)) (i32.const 2))))
      (local.set $x (i32.const 0))
      (loop $eight
        (local.set $from (i32.add (local.get $start) (local.get $x)))
        (local.set $weight (local.get $weights))
        (local.set $low (i32x4.splat (i32.const 0x200000)))
        (local.set $high (local.get $low))
        (loop $term
          (local.set $factor (v128.load32_splat (local.get $weight)))
          (local.set $bytes (v128.load8x8_u (local.get $from)))
          (local.set $low (i32x4.add (local.get $low)
            (i32x4.mul (local.get $factor) (i32x4.extend_low_i16x8_u (local.get $bytes)))))
          (local.set $high (i32x4.add (local.get $high)
            (i32x4.mul (local.get $factor) (i32x4.extend_high_i16x8_u (local.get $bytes)))))
          (local.set $from (i32.add (local.get $from) (local.get $pitch)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
          (br_if $term (i32.lt_u (local.get $weight) (local.get $end))))
        (local.set $bytes (i16x8.narrow_i32x4_s
          (i32x4.shr_u (local.get $low) (i32.const 22))
          (i32x4.shr_u (local.get $high) (i32.const 22))))
        (v128.store64_lane 0 (i32.add (local.get $resized) (local.get $x))
          (i8x16.narrow_i16x8_u (local.get $bytes) (local.get $bytes)))
        (local.set $x (i32.add (local.get $x) (i32.const 8)))
        (br_if $eight (i32.lt_u (local.get $x) (local.get $pitch))))
      (local.set $first (i32.add (local.get $first) (i32.const 4)))
      (local.set $count (i32.add (local.get $count) (i32.const 4)))
      (local.set $weights (i32.add (local.get $weights) (local.get $stride)))
      (local.set $resized (i32.add (local.get $resized) (local.get $pitch)))
      (local.set $size (i32.sub (local.get $size) (i32.const 1)))
      (br_if $row (local.get $size)))))
