// A program for the graphics card that draws things as circle, square, diamond, triangle, cross or
// ring: kinds are told apart by shape as well as by colour.

import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

const MARKS = ["circle", "square", "diamond", "triangle", "cross", "ring", "dot"];
const REACH = "1.35"; // how far a mark reaches beyond its radius

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_pixel;
varying float v_shape;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  float wide = a_size / u_sizeRatio * u_pixelRatio * 2.0 * ${REACH};
  gl_PointSize = wide;
  v_pixel = 2.0 * ${REACH} / wide;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}
`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_pixel;
varying float v_shape;
float outside(vec2 p) {
  vec2 a = abs(p);
  if (v_shape < 0.5 || v_shape > 5.5) return length(p) - 1.0;
  if (v_shape < 1.5) return max(a.x, a.y) - 0.9;
  if (v_shape < 2.5) return (a.x + a.y - 1.25) * 0.707;
  if (v_shape < 3.5) return max(p.y - 0.85, (a.x * 2.05 - (p.y + 1.2) * 1.2) / 2.375);
  if (v_shape < 4.5) return min(max(a.x - 1.1, a.y - 0.42), max(a.x - 0.42, a.y - 1.1));
  return length(p) - 1.0;
}
void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * ${REACH};
  float far = outside(p);
  #ifdef PICKING_MODE
  if (far > 0.0) discard;
  gl_FragColor = v_color;
  #else
  float whole = 1.0 - smoothstep(-v_pixel, v_pixel * 0.5, far);
  vec4 inner = v_color;
  if (v_shape > 4.5 && v_shape < 5.5) inner = mix(v_color, vec4(1.0), 1.0 - smoothstep(0.45, 0.45 + v_pixel * 1.5, length(p)));
  float rim = smoothstep(-2.2 * v_pixel, -1.0 * v_pixel, far);
  gl_FragColor = mix(inner, vec4(1.0), rim) * whole;
  #endif
}
`;

type Uniform = "u_sizeRatio" | "u_pixelRatio" | "u_matrix";

export class ShapeProgram extends NodeProgram<Uniform> {
  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: POINTS as 0,
      UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix"] as Uniform[],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeDisplayData & { mark?: string }): void {
    const { array } = this;
    array[start++] = data.x;
    array[start++] = data.y;
    array[start++] = data.size;
    array[start++] = Math.max(MARKS.indexOf(data.mark ?? ""), 0);
    array[start++] = floatColor(data.color);
    array[start++] = index;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations["u_pixelRatio"] as WebGLUniformLocation, params.pixelRatio);
    gl.uniform1f(uniformLocations["u_sizeRatio"] as WebGLUniformLocation, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations["u_matrix"] as WebGLUniformLocation, false, params.matrix);
  }
}
